package county

import (
	"embed"
	"fmt"
	"io/fs"

	"qiangji/internal/core/assess"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

//go:embed testdata/demo60/pack.yaml
var files embed.FS

// Profiles are the domains that the frozen items are for.
var Profiles = []party.Domain{"village", "agency"}

// Standard returns the frozen standard of one profile.
func Standard(profile party.Domain) (*standard.Standard, error) {
	data, err := fs.ReadFile(files, "testdata/demo60/pack.yaml")
	if err != nil {
		return nil, err
	}
	p, problems := standard.Parse([]standard.File{{Name: "demo60/pack.yaml", Data: data}})
	if p == nil {
		return nil, fmt.Errorf("demo60: %v", problems)
	}
	packs := map[party.SchemeID]*standard.Pack{p.ID: p}
	std, problems := standard.Resolve(packs, p.ID, profile, party.DateOf(2026, 12, 31))
	if std == nil {
		return nil, fmt.Errorf("demo60 for %s: %v", profile, problems)
	}
	return std, nil
}

// Program returns the compiled standard of one profile.
func Program(profile party.Domain) (*assess.Program, error) {
	std, err := Standard(profile)
	if err != nil {
		return nil, err
	}
	p, problems := assess.Compile(std)
	for _, x := range problems {
		if !x.Warn {
			return nil, fmt.Errorf("demo60 for %s: %s", profile, x.Message)
		}
	}
	return p, nil
}
