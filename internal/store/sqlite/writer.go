package sqlite

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"qiangji/internal/errs"
	"qiangji/internal/store/sqlstore"
)

// batchMost is how many changes one commit makes durable.
const batchMost = 256

// A job is one change that waits for its turn.
type job struct {
	ctx  context.Context
	fn   func(sqlstore.Session) error
	err  error
	done chan struct{}
}

// A writer is the one goroutine that writes.
type writer struct {
	session *session
	room    *room
	jobs    chan *job
	ended   chan struct{}

	gate    sync.RWMutex // held for reading while a job is handed over
	closed  bool
	stopped atomic.Pointer[errs.Error] // why nothing can be written any more
}

func newWriter(s *session, r *room) *writer {
	w := &writer{session: s, room: r, jobs: make(chan *job, batchMost), ended: make(chan struct{})}
	go w.run()
	return w
}

// write hands a change over and waits for its answer.
func (w *writer) write(ctx context.Context, fn func(sqlstore.Session) error) error {
	j := &job{ctx: ctx, fn: fn, done: make(chan struct{})}
	if err := w.hand(j); err != nil {
		return err
	}
	<-j.done
	return j.err
}

func (w *writer) hand(j *job) error {
	w.gate.RLock()
	defer w.gate.RUnlock()
	if w.closed {
		return errs.E("sqlite.Write", errs.Unavailable, "程序正在停止，没有写入；请稍后再提交", nil)
	}
	select {
	case w.jobs <- j:
		return nil
	case <-j.ctx.Done():
		return waited(j.ctx)
	}
}

// close lets what was handed over be written, and takes nothing more.
func (w *writer) close() {
	w.gate.Lock()
	if !w.closed {
		w.closed = true
		close(w.jobs)
	}
	w.gate.Unlock()
	<-w.ended
}

func (w *writer) run() {
	defer close(w.ended)
	batch := make([]*job, 0, batchMost)
	for j := range w.jobs {
		batch = append(batch[:0], j)
		batch = w.waiting(batch)
		w.commit(batch)
		for _, j := range batch {
			close(j.done)
		}
	}
}

// waiting adds to a batch what waits, up to its bound.
func (w *writer) waiting(batch []*job) []*job {
	for len(batch) < batchMost {
		select {
		case j, ok := <-w.jobs:
			if !ok {
				return batch
			}
			batch = append(batch, j)
		default:
			return batch
		}
	}
	return batch
}

// commit makes one commit of a batch and sets every job's error.
func (w *writer) commit(batch []*job) {
	err := w.able()
	if err == nil {
		err = w.begin()
	}
	if err != nil {
		answer(batch, err)
		return
	}
	for _, j := range batch {
		if broken := w.change(j, len(batch) > 1); broken != nil {
			_ = w.control("ROLLBACK") // SQLite may have done it already
			if code(broken) != full {
				w.stop(broken)
			}
			answer(batch, errs.E("sqlite.Write", errs.Unavailable, "写入数据库失败，没有改动任何内容", broken))
			return
		}
	}
	if len(batch) == 1 && batch[0].err != nil {
		if err := w.control("ROLLBACK"); err != nil {
			w.stop(err)
		}
		return
	}
	if err := w.control("COMMIT"); err != nil {
		w.stop(err)
		_ = w.control("ROLLBACK") // what remains of it is settled by recovery
		for _, j := range batch {
			if j.err == nil {
				j.err = errs.E("sqlite.Write", errs.Uncertain,
					"提交时存储出错，不知道写进去没有；程序重新启动后，用同一提交号再提交一次就会知道", err)
			}
		}
	}
}

// answer gives all jobs of a batch one error.
func answer(batch []*job, err error) {
	for _, j := range batch {
		j.err = err
	}
}

// able says why nothing can be written now.
func (w *writer) able() error {
	if why := w.stopped.Load(); why != nil {
		return why
	}
	return w.room.check()
}

func (w *writer) begin() error {
	err := w.control("BEGIN IMMEDIATE")
	if err == nil {
		return nil
	}
	if fatal(err) {
		w.stop(err)
	}
	return errs.E("sqlite.Write", errs.Unavailable, "数据库现在不能写，没有改动任何内容；请查看磁盘的空间和读写", err)
}

// change runs one job; what goes wrong with the transaction itself is returned, the
// job's own error is left with it. Among others it runs in a savepoint, so that it
// fails alone.
func (w *writer) change(j *job, among bool) error {
	if j.ctx.Err() != nil {
		j.err = waited(j.ctx)
		return nil
	}
	if !among {
		j.err = j.fn(w.session)
		return broken(j.err)
	}
	if err := w.control("SAVEPOINT change"); err != nil {
		return err
	}
	j.err = j.fn(w.session)
	if err := broken(j.err); err != nil {
		return err
	}
	if j.err != nil {
		if err := w.control("ROLLBACK TO change"); err != nil {
			return err
		}
	}
	return w.control("RELEASE change")
}

func broken(err error) error {
	if err != nil && fatal(err) {
		return err
	}
	return nil
}

func (w *writer) control(text string) error {
	_, err := w.session.Exec(text)
	return err
}

// stop ends writing until the store is opened anew.
func (w *writer) stop(cause error) {
	w.stopped.CompareAndSwap(nil, errs.E("sqlite.Write", errs.Unavailable,
		"存储出过错，已停止写入，此前确认过的内容都在；请查看磁盘后重新启动程序", cause))
}

// waited is the answer to who did not want to wait until the turn came.
func waited(ctx context.Context) error {
	return errs.E("sqlite.Write", errs.Unavailable, "没有等到写入就已取消，没有改动任何内容", context.Cause(ctx))
}

// mib writes a number of bytes for people.
func mib(n int64) string { return fmt.Sprintf("%d MiB", n>>20) }
