// Vulns holds the packages that a module imports against the copy of the Go
// vulnerability database in rigs/vulndb, without a network:
//
//	vulns [-db DIR] [-govulncheck PROGRAM] [-max-age DAYS] PACKAGES...
//
// It fails if the copy has too few records to be believed, if it is older than
// -max-age (0: only printed), if an imported package has a record, called or not,
// that WAIVERS does not name, and if a waiver has expired or is not needed.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"time"
)

// fewest is the number of records below which "nothing found" means nothing.
const fewest = 4000

// A config is what the command line says.
type config struct {
	db, program string
	fewest      int // records
	maxAge      int // days
	packages    []string
	today       time.Time
}

func main() {
	c := config{fewest: fewest, today: time.Now().UTC()}
	flag.StringVar(&c.db, "db", "rigs/vulndb", "folder with vulndb.tgz, SNAPSHOT and WAIVERS")
	flag.StringVar(&c.program, "govulncheck", "bin/govulncheck", "the program that compares")
	flag.IntVar(&c.maxAge, "max-age", 0, "days; 0: any")
	flag.Parse()
	c.packages = flag.Args()
	if err := c.run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func (c config) run() error {
	dir, err := os.MkdirTemp("", "vulns")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	records, err := unpack(c.db+"/vulndb.tgz", dir)
	if err != nil {
		return err
	}
	snapshot, err := c.snapshot()
	if err != nil {
		return err
	}
	days := int(c.today.Sub(snapshot).Hours() / 24)
	fmt.Printf("    漏洞记录 %d 条，快照 %s，%d 天前\n", records, snapshot.Format(time.DateOnly), days)
	if records < c.fewest {
		return fmt.Errorf("只有 %d 条漏洞记录（不到 %d）：「没有发现」不能算数，见 rigs/vulndb/README.md", records, c.fewest)
	}
	if c.maxAge > 0 && days > c.maxAge {
		return fmt.Errorf("漏洞记录是 %d 天前的，发行前不能超过 %d 天：按 rigs/vulndb/README.md 更新", days, c.maxAge)
	}
	found, err := scan(c.program, dir+"/vdb", c.packages)
	if err != nil {
		return err
	}
	waivers, err := readWaivers(c.db + "/WAIVERS")
	if err != nil {
		return err
	}
	return c.judge(found, waivers)
}

// snapshot is the day the copy was taken.
func (c config) snapshot() (time.Time, error) {
	b, err := os.ReadFile(c.db + "/SNAPSHOT")
	if err != nil {
		return time.Time{}, err
	}
	return time.Parse(time.DateOnly+"\n", string(b))
}

// judge prints what was found and returns what is not waived, and which waivers
// are not as they should be.
func (c config) judge(found []finding, waivers []waiver) error {
	var errs []error
	for _, f := range found {
		if f.pkg == "" {
			fmt.Printf("    %s：依赖图里有 %s，没有引用有漏洞的包\n", f.id, f.module)
			continue
		}
		i := slices.IndexFunc(waivers, func(w waiver) bool { return w.id == f.id })
		switch {
		case i < 0:
			errs = append(errs, fmt.Errorf("%s：引用了 %s（%s），%s：升级，或者在 WAIVERS 里写明理由和到期日",
				f.id, f.pkg, f.version, f.mend()))
		case waivers[i].until.Before(c.today.Truncate(24 * time.Hour)):
			errs = append(errs, fmt.Errorf("%s：放过到 %s 为止，已经到期", f.id, waivers[i].until.Format(time.DateOnly)))
		default:
			fmt.Printf("    %s：放过到 %s，%s\n", f.id, waivers[i].until.Format(time.DateOnly), waivers[i].why)
		}
	}
	for _, w := range waivers {
		if !slices.ContainsFunc(found, func(f finding) bool { return f.id == w.id && f.pkg != "" }) {
			errs = append(errs, fmt.Errorf("%s：没有这个漏洞了，从 WAIVERS 里删去", w.id))
		}
	}
	return errors.Join(errs...)
}
