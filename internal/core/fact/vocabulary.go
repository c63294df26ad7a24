package fact

import (
	"reflect"

	"qiangji/internal/party"
)

// A vocabulary is a closed list of codes with their Chinese labels, freed from
// its Go type.
type vocabulary struct {
	choices []party.Choice[string]
	names   string // all of them, for messages
}

// find returns the code equal to b without copying it.
func (v *vocabulary) find(b []byte) (string, bool) {
	for i := range v.choices {
		if v.choices[i].Code == string(b) {
			return v.choices[i].Code, true
		}
	}
	return "", false
}

// has reports whether code is in the list.
func (v *vocabulary) has(code string) bool {
	for i := range v.choices {
		if v.choices[i].Code == code {
			return true
		}
	}
	return false
}

// A list is a vocabulary with its Go type.
type list struct {
	of    reflect.Type
	words *vocabulary
}

// closed frees the closed list of type T.
func closed[T ~string](labels party.Labels[T]) list {
	v := &vocabulary{names: labels.Names()}
	for _, c := range labels {
		v.choices = append(v.choices, party.Choice[string]{Code: string(c.Code), Label: c.Label})
	}
	return list{reflect.TypeFor[T](), v}
}

// vocabularies is every closed list that a fact may draw on, by its Go type.
var vocabularies = byType(
	closed(party.MeetingKinds), closed(party.MeetingForms), closed(party.Phases), closed(party.Reasons),
	closed(party.VoteOns), closed(party.SkipReasons), closed(party.Pairs), closed(party.ElectionSorts),
	closed(party.Stages), closed(party.Steps), closed(party.Results), closed(party.Ways),
	closed(party.WorkClasses), closed(party.AwayStates), closed(party.Standings), closed(party.Exits),
	closed(party.Exclusions), closed(party.Posts), closed(party.Pledges), closed(party.CareWays),
	closed(party.Studies), closed(party.Grades), closed(party.DisposalSteps), closed(party.Disposals),
	closed(party.Levels), closed(party.Forms), closed(party.Domains), closed(party.OrgTraits),
	closed(party.CloseCauses), closed(party.Seasons), closed(party.PremisesList), closed(party.Flows),
	closed(party.Sources), closed(party.HelperRoles), closed(party.Matters), closed(party.Submissions),
	closed(party.UpperDuties), closed(party.Inspects), closed(party.Severities),
	closed(party.WaiveReasons), closed(party.Requests), closed(party.Tiers), closed(party.OutcomeSorts),
	closed(party.Issuers), closed(party.Verdicts), closed(party.Outcomes), closed(party.DecidingBodies),
	closed(party.Columns), closed(party.VoidCauses),
)

func byType(lists ...list) map[reflect.Type]*vocabulary {
	table := make(map[reflect.Type]*vocabulary, len(lists))
	for _, l := range lists {
		table[l.of] = l.words
	}
	return table
}
