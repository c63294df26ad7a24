package lossy

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"syscall"
	"testing"

	"pgregory.net/rapid"
)

// file creates a file in the root.
func file(t interface{ Fatal(...any) }, d *Disk, name string) *inode {
	n, errno := d.create(d.root, name, syscall.S_IFREG|0o644)
	if errno != 0 {
		t.Fatal(errno)
	}
	return n
}

// model is one file as the promise has it: the bytes of the last sync, and those
// of now.
type model struct{ synced, live []byte }

func (m *model) write(b []byte, off int) {
	if grown := off + len(b); grown > len(m.live) {
		m.live = append(m.live, make([]byte, grown-len(m.live))...)
	}
	copy(m.live[off:], b)
}

func (m *model) truncate(size int) {
	if size <= len(m.live) {
		m.live = slices.Clone(m.live[:size])
		return
	}
	m.live = append(m.live, make([]byte, size-len(m.live))...)
}

// sector is one sector of b as far as a file of size bytes has it.
func sector(b []byte, i, size int) []byte {
	full := make([]byte, max(size, len(b)))
	copy(full, b)
	return full[i*Sector : min((i+1)*Sector, size)]
}

// holds tells what a cut left that it must not leave.
func (m *model) holds(got []byte, torn bool) error {
	if !torn && !bytes.Equal(got, m.synced) {
		return fmt.Errorf("%d bytes, not the %d of the last sync", len(got), len(m.synced))
	}
	between := len(got)%Sector == 0 && len(got) > len(m.synced) && len(got) < len(m.live)
	if len(got) != len(m.synced) && len(got) != len(m.live) && !between {
		return fmt.Errorf("size %d, synced %d, live %d", len(got), len(m.synced), len(m.live))
	}
	for i := 0; i*Sector < len(got); i++ {
		have := sector(got, i, len(got))
		if !bytes.Equal(have, sector(m.synced, i, len(got))) && !bytes.Equal(have, sector(m.live, i, len(got))) {
			return fmt.Errorf("sector %d is neither what was synced nor what was last written", i)
		}
	}
	return nil
}

// TestBytes lets any sequence of calls run against the model: live reads see
// every write, synced bytes survive, unsynced sectors survive whole or not.
func TestBytes(t *testing.T) {
	var lost, kept, between int
	rapid.Check(t, func(t *rapid.T) {
		d := New(Journal)
		n := file(t, d, "f")
		d.sync(d.root)
		m := &model{}
		t.Repeat(map[string]func(*rapid.T){
			"write": func(t *rapid.T) {
				b := rapid.SliceOfN(rapid.ByteRange(1, 255), 1, 1500).Draw(t, "bytes")
				off := rapid.IntRange(0, 3000).Draw(t, "off")
				if got, errno := d.write(n, b, int64(off)); got != len(b) || errno != 0 {
					t.Fatalf("write: %d, %v", got, errno)
				}
				m.write(b, off)
			},
			"truncate": func(t *rapid.T) {
				size := rapid.IntRange(0, 4000).Draw(t, "size")
				d.truncate(n, int64(size))
				m.truncate(size)
			},
			"sync": func(t *rapid.T) {
				d.sync(n)
				m.synced = slices.Clone(m.live)
			},
			"cut": func(t *rapid.T) {
				loss := d.Cut(rapid.Uint64().Draw(t, "seed"))
				got, err := d.Bytes("f")
				if err != nil {
					t.Fatal(err)
				}
				if err := m.holds(got, loss.Torn); err != nil {
					t.Fatal(err)
				}
				if n = d.root.names["f"]; n.size() != d.Used() {
					t.Fatalf("used %d, the only file has %d", d.Used(), n.size())
				}
				lost += loss.Unsynced - loss.Survived
				kept += loss.Survived
				if len(got) != len(m.synced) && len(got) != len(m.live) {
					between++
				}
				m.synced, m.live = slices.Clone(got), slices.Clone(got)
			},
			"": func(t *rapid.T) {
				got := make([]byte, len(m.live)+1)
				size, _ := d.read(n, got, 0)
				if !bytes.Equal(got[:size], m.live) {
					t.Fatal("a read does not see what was written")
				}
			},
		})
	})
	if lost == 0 || kept == 0 || between == 0 {
		t.Errorf("%d sectors lost, %d kept, %d sizes between: one of these never happened", lost, kept, between)
	}
}

// paths lists every name under a folder with the inode it stands for.
func paths(n *inode, under string, all map[string]uint64) map[string]uint64 {
	for name, c := range n.names {
		all[under+name] = c.ino
		paths(c, under+name+"/", all)
	}
	return all
}

// part is the names of one folder.
func part(all map[string]uint64, folder string) map[string]uint64 {
	some := map[string]uint64{}
	for p, ino := range all {
		if len(p) > len(folder) && p[:len(folder)] == folder {
			some[p] = ino
		}
	}
	return some
}

// names runs any sequence of calls on two folders and hands the state at the
// cut to check: what was durable, what was live, and what is left.
func names(t *testing.T, when Names, check func(kept, live, left map[string]uint64, torn bool) error) {
	folders := []string{"a", "b"}
	rapid.Check(t, func(t *rapid.T) {
		d := New(when)
		for _, f := range folders {
			n, _ := d.create(d.root, f, syscall.S_IFDIR|0o755)
			d.sync(n)
		}
		d.sync(d.root)
		kept := paths(d.root, "", map[string]uint64{})
		folder := rapid.SampledFrom(folders)
		name := rapid.SampledFrom([]string{"x", "y", "z"})
		t.Repeat(map[string]func(*rapid.T){
			"create": func(t *rapid.T) {
				d.create(d.root.names[folder.Draw(t, "dir")], name.Draw(t, "name"), syscall.S_IFREG)
			},
			"link": func(t *rapid.T) {
				if n := d.root.names[folder.Draw(t, "dir")].names[name.Draw(t, "name")]; n != nil {
					d.link(d.root.names[folder.Draw(t, "to")], name.Draw(t, "as"), n)
				}
			},
			"remove": func(t *rapid.T) {
				d.remove(d.root.names[folder.Draw(t, "dir")], name.Draw(t, "name"), false)
			},
			"rename": func(t *rapid.T) {
				from, to := d.root.names[folder.Draw(t, "from")], d.root.names[folder.Draw(t, "to")]
				d.rename(from, name.Draw(t, "name"), to, name.Draw(t, "as"), rapid.Bool().Draw(t, "keep"))
			},
			"sync folder": func(t *rapid.T) {
				f := folder.Draw(t, "dir")
				d.sync(d.root.names[f])
				live := paths(d.root, "", map[string]uint64{})
				if when == Journal {
					kept = live
					return
				}
				maps.DeleteFunc(kept, func(p string, _ uint64) bool { return len(part(map[string]uint64{p: 0}, f+"/")) > 0 })
				maps.Copy(kept, part(live, f+"/"))
			},
			"sync file": func(t *rapid.T) {
				for _, n := range d.root.names[folder.Draw(t, "dir")].names {
					d.sync(n)
					if when == Journal {
						kept = paths(d.root, "", map[string]uint64{})
					}
				}
			},
			"cut": func(t *rapid.T) {
				live := paths(d.root, "", map[string]uint64{})
				loss := d.Cut(rapid.Uint64().Draw(t, "seed"))
				left := paths(d.root, "", map[string]uint64{})
				if err := linked(d.root); err != nil {
					t.Fatal(err)
				}
				if err := check(kept, live, left, loss.Torn); err != nil {
					t.Fatalf("kept %v, live %v, left %v: %v", kept, live, left, err)
				}
				kept = left
			},
		})
	})
}

// linked counts the names of every file.
func linked(root *inode) error {
	count := map[*inode]int{}
	var walk func(n *inode)
	walk = func(n *inode) {
		for _, c := range n.names {
			count[c]++
			walk(c)
		}
	}
	walk(root)
	for n, names := range count {
		if n.links != names {
			return fmt.Errorf("%s has %d names and says %d", n.name, names, n.links)
		}
	}
	return nil
}

// TestNamesOfAJournal: names survive all together, or as of the last sync.
func TestNamesOfAJournal(t *testing.T) {
	both := map[bool]int{}
	names(t, Journal, func(kept, live, left map[string]uint64, torn bool) error {
		if !maps.Equal(left, kept) && !(torn && maps.Equal(left, live)) {
			return fmt.Errorf("neither the durable names nor all of the live ones")
		}
		if torn && !maps.Equal(kept, live) {
			both[maps.Equal(left, live)]++
		}
		return nil
	})
	if both[true] == 0 || both[false] == 0 {
		t.Errorf("names survived and were lost %v times: one never happened", both)
	}
}

// TestNamesOfFolders: each folder has its durable names, or its live ones.
func TestNamesOfFolders(t *testing.T) {
	mixed := 0
	names(t, Strict, func(kept, live, left map[string]uint64, torn bool) error {
		var survived []bool
		for _, f := range []string{"a/", "b/"} {
			k, l, got := part(kept, f), part(live, f), part(left, f)
			if !maps.Equal(got, k) && !(torn && maps.Equal(got, l)) {
				return fmt.Errorf("folder %s has neither its durable names nor its live ones", f)
			}
			if !maps.Equal(k, l) {
				survived = append(survived, maps.Equal(got, l))
			}
		}
		if len(survived) == 2 && survived[0] != survived[1] {
			mixed++
		}
		return nil
	})
	if mixed == 0 {
		t.Error("the folders never differed in their luck")
	}
}

// harsh is a seed by which nothing unsynced survives.
func harsh() uint64 {
	for seed := uint64(0); ; seed++ {
		if !New(Journal).Cut(seed).Torn {
			return seed
		}
	}
}

// TestWithoutASyncOfTheFolder is what the strict promise is for: a file that
// was synced is lost when nobody synced its folder.
func TestWithoutASyncOfTheFolder(t *testing.T) {
	for when, want := range map[Names]bool{Journal: true, Strict: false} {
		d := New(when)
		n := file(t, d, "f")
		d.write(n, []byte("x"), 0)
		d.sync(n)
		d.Cut(harsh())
		if got := d.root.names["f"] != nil; got != want {
			t.Errorf("%v: the file is there: %v", when, got)
		}
	}
}

// TestSameSeed: the same state and seed leave the same bytes.
func TestSameSeed(t *testing.T) {
	left := func(seed uint64) string {
		d := New(Strict)
		for i := range 8 {
			n := file(t, d, fmt.Sprint("f", i))
			d.write(n, bytes.Repeat([]byte{byte(i + 1)}, 5000), 0)
			if i < 6 {
				d.sync(n)
			}
			d.write(n, bytes.Repeat([]byte{0xff}, 5000), 700)
		}
		d.sync(d.root)
		d.Cut(seed)
		all := ""
		for _, name := range slices.Sorted(maps.Keys(d.root.names)) {
			all += fmt.Sprintf("%s %x\n", name, d.root.names[name].live)
		}
		return all
	}
	different := map[string]bool{}
	for seed := range uint64(20) {
		first := left(seed)
		if first != left(seed) {
			t.Fatalf("seed %d left two different disks", seed)
		}
		different[first] = true
	}
	if len(different) < 5 {
		t.Errorf("20 seeds left %d different disks", len(different))
	}
}

// TestClone: a copy has what was live, keeps it through a cut, and neither sees
// what is done to the other.
func TestClone(t *testing.T) {
	d := New(Strict)
	folder, _ := d.create(d.root, "a", syscall.S_IFDIR|0o755)
	n, _ := d.create(folder, "f", syscall.S_IFREG)
	d.write(n, []byte("live"), 0)
	c := d.Clone()
	d.write(n, []byte("L"), 0)
	c.Cut(harsh())
	got, err := c.Bytes("a/f")
	if err != nil || string(got) != "live" || c.Used() != 4 {
		t.Errorf("%q, %v, %d used", got, err, c.Used())
	}
	c.write(c.root.names["a"].names["f"], []byte("other"), 0)
	c.create(c.root, "b", syscall.S_IFREG)
	if got, _ := d.Bytes("a/f"); string(got) != "Live" || d.root.names["b"] != nil {
		t.Errorf("the first disk has %q", got)
	}
	if n := c.root.names["b"]; n.ino <= folder.ino {
		t.Errorf("inode %d was given out twice", n.ino)
	}
}

// TestLie: a disk that lies says nothing of it, and keeps nothing until it stops.
func TestLie(t *testing.T) {
	d := New(Strict)
	n := file(t, d, "f")
	d.sync(d.root)
	for _, lies := range []bool{true, false} {
		d.Lie(lies)
		d.write(n, []byte("x"), 0)
		if errno := d.sync(n); errno != 0 {
			t.Fatal(errno)
		}
		if got := len(n.kept); (got == 0) != lies {
			t.Errorf("lies %v: %d bytes are durable", lies, got)
		}
	}
}
