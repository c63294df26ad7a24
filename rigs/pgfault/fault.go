package pgfault

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"qiangji/internal/store/storetest"
)

// A Fault (故障) is one way in which the server, or the way to it, fails.
type Fault string

// The faults.
const (
	Terminate    Fault = "断后端" // some backends are ended by the server
	Immediate    Fault = "立即停机"
	Kill         Fault = "杀主进程" // its orphans are waited for
	Cut          Fault = "断线"
	HalfClose    Fault = "半关"
	Delay        Fault = "延迟"
	Silence      Fault = "无声" // as if a cable were pulled
	BeforeCommit Fault = "提交前断"
	AfterCommit  Fault = "提交后断"
	Switch       Fault = "切换备库" // the primary is killed, its synchronous standby takes over
)

// All are the faults of an ordinary run: those of one server.
var All = []Fault{Terminate, Immediate, Kill, Cut, HalfClose, Delay, Silence, BeforeCommit, AfterCommit}

// order draws n faults so that each kind comes about equally often.
func order(kinds []Fault, n int, chance *rand.Rand) []Fault {
	var faults []Fault
	for len(faults) < n {
		round := slices.Clone(kinds)
		chance.Shuffle(len(round), func(i, j int) { round[i], round[j] = round[j], round[i] })
		faults = append(faults, round...)
	}
	return faults[:n]
}

// inflict lets a fault happen, and ends it.
func (r *rig) inflict(f Fault) error {
	proxy := r.proxies[r.chance.IntN(len(r.proxies))]
	switch f {
	case Terminate:
		// It may reach the one who asks: then the server said so, which is as well.
		_, err := r.cluster.SQL(r.database, fmt.Sprintf(
			`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'qiangji' AND pid %% 3 = %d`, r.chance.IntN(3)))
		return err
	case Immediate:
		r.cluster.StopNow()
		return r.cluster.Start()
	case Kill:
		r.cluster.Kill()
		return r.cluster.Start()
	case Cut:
		proxy.Cut()
	case HalfClose:
		proxy.HalfClose()
	case Delay:
		proxy.Delay(time.Duration(1+r.chance.IntN(40)) * time.Millisecond)
		time.Sleep(200 * time.Millisecond)
		proxy.Delay(0)
	case Silence:
		proxy.Silence(true)
		time.Sleep(300 * time.Millisecond)
		proxy.Silence(false)
	case BeforeCommit:
		proxy.Commit(storetest.CutBefore)
	case AfterCommit:
		proxy.Commit(storetest.CutAfter)
	case Switch:
		return r.takeOver()
	}
	return nil
}

// takeOver kills the primary, promotes the standby, leads everybody there and gives it
// a standby of its own.
func (r *rig) takeOver() error {
	if r.Behind {
		if err := r.standby.Forget(); err != nil {
			return err
		}
		for from := r.book.progress(); r.book.progress() < from+r.Clients; {
			time.Sleep(time.Millisecond)
		}
	}
	r.cluster.Kill()
	if err := r.standby.Promote(); err != nil {
		return err
	}
	r.cluster.Close()
	r.cluster = r.standby
	for _, proxy := range r.proxies {
		proxy.Target(r.cluster.Address())
	}
	standby, err := r.cluster.Standby()
	if err != nil {
		return err
	}
	r.standby = standby
	if r.Behind {
		return nil
	}
	return r.cluster.Set("synchronous_standby_names", "*")
}

// counts writes how often each fault came: 断线 5，半关 4.
func counts(faults map[Fault]int) string {
	var parts []string
	for _, f := range append(slices.Clone(All), Switch) {
		if n := faults[f]; n > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", f, n))
		}
	}
	return strings.Join(parts, "，")
}
