package register

import "testing"

// The traps of regulations §14 that bind the fold. Each is a story in
// testdata/traps; those of votes, elections, steps and dues are tests of
// core/procedure, those of admission are in admit_test.go.

func TestTR08_LeftOutOnlyByConsentAndVote(t *testing.T)      { trap(t, "TR-08") }
func TestTR20_SizesCountFullMembers(t *testing.T)            { trap(t, "TR-20") }
func TestTR21_ProbationaryMembersDoNotStandBy(t *testing.T)  { trap(t, "TR-21") }
func TestTR22_ObservedMembersAttendAndPay(t *testing.T)      { trap(t, "TR-22") }
func TestTR23_RightsAreSuspendedByDecision(t *testing.T)     { trap(t, "TR-23") }
func TestTR24_CountedOnlyWhereTheRelationIs(t *testing.T)    { trap(t, "TR-24") }
func TestTR25_SuspendedMembersCountNowhere(t *testing.T)     { trap(t, "TR-25") }
func TestTR26_NoCommitteeIsNotAMissingOne(t *testing.T)      { trap(t, "TR-26") }
func TestTR27_NoGroupsNoGroupMeetings(t *testing.T)          { trap(t, "TR-27") }
func TestTR28_StatusByDateWithGrace(t *testing.T)            { trap(t, "TR-28") }
func TestTR29_LeadersAttendAsMembers(t *testing.T)           { trap(t, "TR-29") }
func TestTR30_OnePersonOneOrganisation(t *testing.T)         { trap(t, "TR-30") }
func TestTR40_JoiningIsNotConversion(t *testing.T)           { trap(t, "TR-40") }
func TestTR41_ProbationFromTheMeeting(t *testing.T)          { trap(t, "TR-41") }
func TestTR42_MonthEnds(t *testing.T)                        { trap(t, "TR-42") }
func TestTR43_AYearToTheDay(t *testing.T)                    { trap(t, "TR-43") }
func TestTR44_FromTheDecisionNotTheApplication(t *testing.T) { trap(t, "TR-44") }
func TestTR46_ExtendedOnce(t *testing.T)                     { trap(t, "TR-46") }
func TestTR47_TermFromTheElection(t *testing.T)              { trap(t, "TR-47") }
func TestTR48_CalendarWindows(t *testing.T)                  { trap(t, "TR-48") }
func TestTR49_TheAssessedYear(t *testing.T)                  { trap(t, "TR-49") }
func TestTR50_ConsecutiveMonthsAndQuarters(t *testing.T)     { trap(t, "TR-50") }
func TestTR51_LostSinceTheLastLife(t *testing.T)             { trap(t, "TR-51") }
func TestTR52_ApprovalIsUpstairs(t *testing.T)               { trap(t, "TR-52") }
func TestTR62_DuesFixedOnceAYear(t *testing.T)               { trap(t, "TR-62") }
func TestTR76_FunctionalBranchesAreSecondary(t *testing.T)   { trap(t, "TR-76") }
func TestTR84_NoLabelsFromCounters(t *testing.T)             { trap(t, "TR-84") }
func TestTR92_AwayWithoutPenalty(t *testing.T)               { trap(t, "TR-92") }
