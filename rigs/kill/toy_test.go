package kill

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// toy is a store as small as one can be: a file of lines, one a part. Its bugs
// are what the rig must catch.
type toy struct {
	mu     sync.Mutex
	out    sync.Mutex
	file   *os.File
	stored map[string]int // parts
	times  map[string]int
	bug    string
}

// toyWork names the environment variable that makes the test binary a toy.
const toyWork = "KILL_TEST_TOY"

func TestMain(m *testing.M) {
	if dir, bug, ok := strings.Cut(os.Getenv(toyWork), "|"); ok {
		if err := runToy(dir, bug); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func runToy(dir, bug string) error {
	s := &toy{stored: map[string]int{}, times: map[string]int{}, bug: bug}
	if err := s.load(filepath.Join(dir, "toy")); err != nil {
		return err
	}
	if bug == "slow" {
		time.Sleep(300 * time.Millisecond)
	}
	if bug == "asleep" {
		time.Sleep(time.Hour)
	}
	s.say("ready")
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		verb, rest, _ := strings.Cut(lines.Text(), " ")
		switch verb {
		case "do":
			id, words, _ := strings.Cut(rest, " ")
			go s.do(id, words)
		case "list":
			s.list(rest)
		case "check":
			if bug == "fault" {
				s.say("fault record 7 does not follow from record 6")
			}
			s.say("end")
		}
	}
	if bug == "sulk" {
		return fmt.Errorf("the toy does not want to end")
	}
	return lines.Err()
}

func (s *toy) say(format string, args ...any) {
	s.out.Lock()
	defer s.out.Unlock()
	fmt.Printf(format+"\n", args...)
}

// load reads the file; a line that was not finished is cut off. A whole
// operation is one line "ID PARTS;".
func (s *toy) load(path string) (err error) {
	if s.file, err = os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644); err != nil {
		return err
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	whole := 0
	for line := range strings.SplitAfterSeq(string(b), "\n") {
		var id string
		var parts int
		if n, err := fmt.Sscanf(line, "%s %d ;\n", &id, &parts); n != 2 || err != nil || !strings.HasSuffix(line, ";\n") {
			break
		}
		whole += len(line)
		s.count(id, parts)
	}
	if err := s.file.Truncate(int64(whole)); err != nil {
		return err
	}
	if _, err := s.file.Seek(int64(whole), 0); err != nil {
		return err
	}
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer folder.Close()
	return folder.Sync()
}

// count books parts; a buggy toy writes the parts of one operation in several
// lines.
func (s *toy) count(id string, parts int) {
	s.stored[id] += parts
	if s.bug != "half" || s.times[id] == 0 {
		s.times[id]++
	}
}

func (s *toy) do(id, words string) {
	if s.bug == "early" && words == "good" {
		s.say("ack %s", id)
		time.Sleep(5 * time.Millisecond)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if strings.Contains(words, "bad") {
		if s.bug == "revive" {
			s.save(id, 3)
		}
		s.say("refused %s it is bad", id)
		return
	}
	if s.times[id] > 0 && s.bug != "double" {
		s.say("ack %s", id)
		return
	}
	if s.bug == "half" {
		for range 3 {
			s.save(id, 1)
			time.Sleep(time.Millisecond)
		}
	} else if !s.save(id, 3) {
		s.say("unknown %s the disk does not answer", id)
		return
	}
	if s.bug == "double" {
		time.Sleep(2 * time.Millisecond) // stored, not yet answered
	}
	if s.bug != "early" {
		s.say("ack %s", id)
	}
}

// save appends one line and makes it durable.
func (s *toy) save(id string, parts int) bool {
	if _, err := fmt.Fprintf(s.file, "%s %d ;\n", id, parts); err != nil {
		return false
	}
	if s.bug != "unsynced" {
		if err := s.file.Sync(); err != nil {
			return false
		}
	}
	s.count(id, parts)
	return true
}

func (s *toy) list(prefix string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, n := range s.times {
		if strings.HasPrefix(id, prefix) {
			s.say("has %s %d %d", id, n, s.stored[id])
		}
	}
	s.say("end")
}

// toyConfig runs a toy with a bug.
func toyConfig(t *testing.T, machine Machine, dir, bug string) Config {
	return Config{
		Machine: machine,
		Command: func() *exec.Cmd {
			cmd := exec.Command(os.Args[0])
			cmd.Env = append(os.Environ(), toyWork+"="+dir+"|"+bug)
			cmd.Stderr = os.Stderr
			return cmd
		},
		Next: func(chance *rand.Rand, id string) Op {
			if chance.IntN(10) == 0 {
				return Op{id, "bad", 0}
			}
			return Op{id, "good", 3}
		},
		Ledger: filepath.Join(t.TempDir(), "ledger"),
		Rounds: 15,
		Window: 60 * time.Millisecond,
		Seed:   *seed,
	}
}
