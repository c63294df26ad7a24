package hand

import "qiangji/internal/core/standard"

// The measures that the items name, by their place in the vocabulary; a test
// holds them against it.
const (
	sAssembly       standard.Series = 0
	sCommittee      standard.Series = 1
	sGroup          standard.Series = 2
	sLecture        standard.Series = 3
	sPartyDay       standard.Series = 4
	sOrgLife        standard.Series = 5
	sAppraisal      standard.Series = 6
	sVolunteer      standard.Series = 8
	sOpinions       standard.Series = 10
	sTwoCommittees  standard.Series = 12
	sVillagers      standard.Series = 13
	sIdeology       standard.Series = 14
	sIntegrity      standard.Series = 15
	sVisits         standard.Series = 18
	sOwnLecture     standard.Series = 20
	sTalkCommittee  standard.Series = 22
	sTalkMember     standard.Series = 23
	sTalkMembers    standard.Series = 24
	sDuesRemitted   standard.Series = 26
	sDuesPublished  standard.Series = 27
	sAffairs        standard.Series = 28
	sVillageAffairs standard.Series = 29
	sCare           standard.Series = 32
	sStatistics     standard.Series = 33
	sReview         standard.Series = 35
	sDuesFixed      standard.Series = 46
)

const (
	nVacant          standard.Number = 1
	nTermOver        standard.Number = 2
	nDecisionsDue    standard.Number = 3
	nDecisionsDone   standard.Number = 4
	nTopics          standard.Number = 5
	nTopicsAnswered  standard.Number = 6
	nPledgesDue      standard.Number = 7
	nPledgesDone     standard.Number = 8
	nDue             standard.Number = 9
	nPresent         standard.Number = 10
	nVotesBad        standard.Number = 14
	nElectionsBad    standard.Number = 16
	nFewCandidates   standard.Number = 17
	nAppraisalDue    standard.Number = 18
	nAppraisalTaken  standard.Number = 19
	nExcellent       standard.Number = 20
	nOrgLifePhases   standard.Number = 28
	nAppraisalPhases standard.Number = 29
	nChosenDone      standard.Number = 31
	nSatisfaction    standard.Number = 35
	nReview          standard.Number = 39
	nSerious         standard.Number = 44
	nOverdue         standard.Number = 45
	nUnreported      standard.Number = 47
	nSquads          standard.Number = 50
	nMeetings        standard.Number = 51
	nDiscussed       standard.Number = 52
)

const (
	pMembers       = 2
	pFull          = 3
	pGroups        = 10
	pSeated        = 11
	pCommittee     = 14
	pSecretary     = 15
	pDeputies      = 16
	pOrganisation  = 17
	pPublicity     = 18
	pDiscipline    = 19
	pGroupLeaders  = 20
	pJoint         = 21
	pTemporary     = 22
	pFloating      = 23
	pFunctional    = 24
	pHeadOfUnit    = 25
	pHeadOfVillage = 26
	pTenure        = 30
	pPremises      = 36
	pScattered     = 37
)

const (
	mSecretary = 2
	mCommittee = 3
	mFloating  = 4
	mLost      = 5
	mAbroad    = 6
	mAdjusted  = 7
	mClass     = 9
	mHours     = 10 // in ten-thousandths
	mTrained   = 11
	mArrears   = 15
	mOnRoll    = 22
)

const (
	cTalk      standard.Clock = 0
	cThenNamed standard.Clock = 1
	cContacts  standard.Clock = 3
	cObserved  standard.Clock = 4
	cTrained   standard.Clock = 5
	cReviewed  standard.Clock = 12
	cConverted standard.Clock = 17
)

// clsRetired is 离退休 in party.WorkClasses.
const clsRetired = 6
