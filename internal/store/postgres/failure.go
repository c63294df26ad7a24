package postgres

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"qiangji/internal/errs"
)

// A fate says what became of a unit of work that failed.
type fate int

const (
	failed    fate = iota // nothing was changed, and trying again would not help
	raced                 // nothing was changed: others came between; try again
	cut                   // nothing was changed: the connection was lost; try again on another
	uncertain             // the connection was lost in the commit
)

// fateOf tells what became of a unit whose statement failed before its commit.
func fateOf(err error) fate {
	var said *pgconn.PgError
	if errors.As(err, &said) {
		switch {
		case said.Code == "40001", said.Code == "40P01": // serialization failure, deadlock
			return raced
		case barred(said):
			return failed
		case fatal(said), lost(said):
			return cut
		}
		return failed
	}
	var refusal *errs.Error
	switch {
	case errors.As(err, &refusal), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return failed
	case broken(err):
		return cut
	}
	return failed
}

// fateOfCommit tells what became of a unit whose commit failed. Only what the server
// itself said without ending the session is certain. The driver's word that nothing
// was sent is not taken: it says so, too, of a commit whose answer was lost.
func fateOfCommit(err error) fate {
	var said *pgconn.PgError
	switch {
	case errors.Is(err, pgx.ErrTxCommitRollback):
		return failed
	case !errors.As(err, &said), fatal(said), lost(said):
		return uncertain
	}
	return fateOf(err)
}

// fatal says whether the server ended the session with this message.
func fatal(e *pgconn.PgError) bool {
	return e.SeverityUnlocalized == "FATAL" || e.SeverityUnlocalized == "PANIC"
}

// barred says whether the server does not let us in: asking again would not help, and
// might lock the user out.
func barred(e *pgconn.PgError) bool {
	return strings.HasPrefix(e.Code, "28") || strings.HasPrefix(e.Code, "3D") || strings.HasPrefix(e.Code, "42")
}

// lost says whether the server is going away, or the connection.
func lost(e *pgconn.PgError) bool {
	return strings.HasPrefix(e.Code, "57P") || strings.HasPrefix(e.Code, "08")
}

// broken says whether a connection failed, or could not be made.
func broken(err error) bool {
	var onNet *net.OpError
	var onConnect *pgconn.ConnectError
	return errors.Is(err, driver.ErrBadConn) || errors.Is(err, pgconn.ErrConnClosed) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, net.ErrClosed) || errors.As(err, &onNet) || errors.As(err, &onConnect) ||
		pgconn.SafeToRetry(err)
}

// A meaning is what an SQLSTATE, or a class of them, comes to.
type meaning struct {
	code string // a prefix
	kind errs.Kind
	text string
}

// meanings are looked through in order.
var meanings = []meaning{
	{"55P03", errs.Unavailable, "等别的操作等得太久，这次没有办，什么也没有改动。请稍后再试"},
	{"57014", errs.Unavailable, "数据库上的操作太久，已经停下，什么也没有改动。请稍后再试"},
	{"25P03", errs.Unavailable, "办到一半停得太久，数据库已经放弃，什么也没有改动。请再试一次"},
	{"25006", errs.Unavailable, "数据库现在只能读（多半是切换到了备库），什么也没有改动。请检查连接的是不是主库"},
	{"53100", errs.Unavailable, "数据库服务器的磁盘满了，什么也没有改动。请腾出空间再试"},
	{"53300", errs.Unavailable, "数据库的连接用完了，什么也没有改动。请减少连接，或调大 max_connections"},
	{"53", errs.Unavailable, "数据库服务器的资源不够，什么也没有改动。请检查内存和磁盘再试"},
	{"57P", errs.Unavailable, "数据库正在停止或启动，什么也没有改动。请稍后再试"},
	{"08", errs.Unavailable, "与数据库的连接断了，什么也没有改动。请检查数据库服务和网络再试"},
	{"40", errs.Unavailable, "同时改动的人太多，试了几次都没有办成，什么也没有改动。请再试一次"},
	{"28", errs.Unavailable, "数据库不让登录：用户名、口令或 pg_hba.conf 不对"},
	{"3D000", errs.Unavailable, "没有这个数据库：请先建库，或改正地址里的库名"},
	{"42501", errs.Unavailable, "数据库用户的权限不够：它应当是库（或模式）的所有者"},
	{"XX001", errs.IO, "数据库的数据坏了。请停止写入，先备份现状，再从最近一次验证过的备份恢复"},
	{"XX002", errs.IO, "数据库的索引坏了。请停止写入并备份，再用 REINDEX 重建，然后运行 verify"},
	{"58", errs.IO, "数据库服务器读写文件失败。请检查它的磁盘"},
}

// explain turns what the driver and the server say into what an operator can use. What
// others said stays as it is, and so does a key that is there already, see Kind.
func explain(op errs.Op, err error) error {
	var known *errs.Error
	if err == nil || errors.As(err, &known) || taken(err) {
		return err
	}
	var said *pgconn.PgError
	var onConnect *pgconn.ConnectError
	stopped := errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
	if stopped && !errors.As(err, &onConnect) {
		return errs.E(op, errs.Unavailable, "已经中止，什么也没有改动", err)
	}
	if errors.As(err, &said) {
		for _, m := range meanings {
			if strings.HasPrefix(said.Code, m.code) {
				return errs.E(op, m.kind, m.text, err)
			}
		}
		return errs.E(op, errs.IO, "数据库拒绝了这个操作，什么也没有改动", err)
	}
	if broken(err) {
		return errs.E(op, errs.Unavailable, "连不上数据库，什么也没有改动。请检查数据库服务和网络，再试一次", err)
	}
	return err
}

// taken says whether a row was refused because its key is there already.
func taken(err error) bool {
	var said *pgconn.PgError
	return errors.As(err, &said) && said.Code == "23505"
}

// unknown says that nobody knows whether a change was made.
func unknown(op errs.Op, err error) error {
	return errs.E(op, errs.Uncertain,
		"提交时与数据库的连接断了，不知道记下了没有。请用同一个提交号再交一次：已经记下的不会重复", err)
}
