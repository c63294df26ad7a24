package postgres

import (
	"context"
	"crypto/tls"
	"database/sql"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"qiangji/internal/errs"
)

// Options are what an operator may choose. The zero value is the safe choice.
type Options struct {
	Now func() time.Time // nil: the clock of the machine

	// BeforeUpgrade is called before the schema of a store that has data is
	// taken from one version to a newer one. Its error stops the opening.
	BeforeUpgrade func(ctx context.Context, from, to int) error

	WithoutChecksums bool // accept a server that does not find rotten pages
	Writers          int  // connections that write; 0: 8
	Readers          int  // connections that read; 0: 16

	patience time.Duration // with a server that cannot be reached; 0: 10 s
}

// Limits of a session. Reads of a whole store take as long as they take.
const (
	lockTimeout  = 10 * time.Second // waiting for another process
	writeTimeout = 60 * time.Second // one statement of a change
	unitTimeout  = 90 * time.Second // all statements of a change
	upgradeLimit = 24 * time.Hour   // a migration
	idleTimeout  = 60 * time.Second // a transaction whose client is gone
	readIdle     = 30 * time.Minute // a snapshot whose reader is slow
	dialTimeout  = 10 * time.Second
	connLife     = 30 * time.Minute
)

// configure reads an address and refuses one that leads over a network in the clear.
func configure(address string) (*pgx.ConnConfig, error) {
	c, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, errs.E("postgres.Open", errs.Invalid,
			"数据库地址看不懂，应当像 postgres://用户@主机:5432/库名?sslmode=verify-full", err)
	}
	plain := exposed(c.Host, c.TLSConfig)
	for _, f := range c.Fallbacks {
		plain = plain || exposed(f.Host, f.TLSConfig)
	}
	if plain {
		return nil, errs.E("postgres.Open", errs.Invalid, "数据库 "+c.Host+
			" 不在本机，连接却可以不加密或不核对证书：路上的人能看到并改动记录。请在地址里写 sslmode=verify-full；"+
			"证书是自己签发的，再写 sslrootcert=证书文件", nil)
	}
	if c.ConnectTimeout == 0 {
		c.ConnectTimeout = dialTimeout
	}
	c.DialFunc = (&net.Dialer{
		Timeout:         c.ConnectTimeout,
		KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: 15 * time.Second, Interval: 5 * time.Second, Count: 3},
	}).DialContext
	return c, nil
}

// exposed says whether a connection to a host crosses a network without being
// encrypted and the server known.
func exposed(host string, t *tls.Config) bool {
	if local(host) {
		return false
	}
	return t == nil || t.InsecureSkipVerify && t.VerifyPeerCertificate == nil && t.VerifyConnection == nil
}

// local says whether a host is a socket or the loopback.
func local(host string) bool {
	if strings.HasPrefix(host, "/") || strings.HasPrefix(host, "@") || host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// pool opens connections of one use. Limits hold for each of them, unless the address
// has its own.
func pool(c *pgx.ConnConfig, o Options, limit int, session map[string]string) *sql.DB {
	c = c.Copy()
	session["application_name"] = "qiangji"
	for name, value := range session {
		if c.RuntimeParams[name] == "" {
			c.RuntimeParams[name] = value
		}
	}
	db := stdlib.OpenDB(*c, stdlib.OptionAfterConnect(func(ctx context.Context, conn *pgx.Conn) error {
		return admit(ctx, conn, o)
	}))
	db.SetMaxOpenConns(limit)
	db.SetMaxIdleConns(limit)
	db.SetConnMaxLifetime(connLife)
	return db
}

// writers opens the connections for changes.
func writers(c *pgx.ConnConfig, o Options) *sql.DB {
	if o.Writers <= 0 {
		o.Writers = 8
	}
	return pool(c, o, o.Writers, map[string]string{
		"lock_timeout":                        milliseconds(lockTimeout),
		"statement_timeout":                   milliseconds(writeTimeout),
		"idle_in_transaction_session_timeout": milliseconds(idleTimeout),
	})
}

// readers opens the connections for reading. They cannot write by mistake.
func readers(c *pgx.ConnConfig, o Options) *sql.DB {
	if o.Readers <= 0 {
		o.Readers = 16
	}
	return pool(c, o, o.Readers, map[string]string{
		"lock_timeout":                        milliseconds(lockTimeout),
		"statement_timeout":                   "0",
		"idle_in_transaction_session_timeout": milliseconds(readIdle),
	})
}

// upgraders opens the connection for migrations, which take as long as they take and
// wait for one another.
func upgraders(c *pgx.ConnConfig, o Options) *sql.DB {
	return pool(c, o, 1, map[string]string{"lock_timeout": "0", "statement_timeout": "0"})
}

func milliseconds(d time.Duration) string { return strconv.FormatInt(d.Milliseconds(), 10) }
