package register

import "qiangji/internal/core/standard"

// The first twenty series are party.MeetingKinds in its order; the rest follow.
// The order of all these names is that of the word tables of standard.
const (
	sAssembly standard.Series = iota
	sCommittee
	sGroup
	sLecture
	sPartyDay
	sOrgLife
	sAppraisal
	sStudy
)

// sOath is 入党宣誓.
const sOath standard.Series = 11

const (
	sSecretaryLecture standard.Series = iota + 20
	sJoint
	sTalkCommittee
	sTalkCommitteeMember
	sTalkMembers
	sTalkNeed
	sDuesRemitted
	sDuesPublished
	sAffairs
	sVillageAffairs
	sElectionPublished
	sDevelopmentPublished
	sCare
	sStatistics
	sTopics
	sReview
	sBranchStudy
	sSecretaryTraining
	sMemberTraining
	sUpperLecture
	sQueueAnalysis
	sFund
	sUpperReview
	sMedal
	sUpperStatistics
	sTierWork
	sDuesFixed
	sInspected
	sContactPoint
	sRecordFiling
	sPay
	sHostReport
)

const (
	nAge standard.Number = iota
	nVacant
	nTermOver
	nDecisionsDue
	nDecisionsDone
	nTopics
	nTopicsAnswered
	nPledgesDue
	nPledgesDone
	nDue
	nPresent
	nLectureDue
	nLecturePresent
	nVotes
	nVotesBad
	nElections
	nElectionsBad
	nFewCandidates
	nAppraisalDue
	nAppraisalTaken
	nExcellent
	nAccepted
	nConverted
	nActivists
	nApplicants
	nIntroducersBad
	nContactsBad
	nExtensionsBad
	nLifePhases
	nAppraisalPhases
	nChoices
	nChoicesDone
	nRequests
	nRequestMinutes
	nOutside
	nSatisfaction
	nSatisfactionBasis
	nService
	nBusiness
	nReview
	nMoneyDue
	nMoneyReceived
	nSquare
	nFindingsOpen
	nFindingsGrave
	nFindingsOverdue
	nDisposals
	nDisposalsUnfiled
	nPartnerships
	nConfirmations
	nTaskForces
	nMeetings
	nDiscussions
	nElectedShort
)

const (
	pDomain standard.Profile = iota
	pLevel
	pMembers
	pFull
	pProbationary
	pActivists
	pTargets
	pFloating
	pLost
	pAbroad
	pGroups
	pCommittee
	pSeats
	pUnits
	pHasCommittee
	pSecretary
	pDeputies
	pOrganisation
	pPublicity
	pDiscipline
	pGroupLeaders
	pJoint
	pTemporary
	pFloatingForm
	pFunctional
	pSecretaryUnit
	pSecretaryVillage
	pSecretaryChairman
	pSecretaryAcademic
	pCross
	pSecretaryMonths
	pSupervision
	pOrganiser
	pFirstSecretary
	pContactLeader
	pInstructor
	pPremises
	pScattered
	pShift
	pBoard
	pArticles
	pBusinessPower
	pWindow
	pSchool
	pHospital
	pCollective
	pRelocated
	pBranches
	pBusySeason
	pFoundedNow
)

const (
	mFull standard.MemberField = iota
	mProbationary
	mSecretary
	mCommittee
	mFloating
	mLost
	mAbroad
	mAdjusted
	mNew
	mClass
	mHours
	mCourses
	mDue
	mPresent
	mMissed
	mArrears
	mOwed
	mPaid
	mPledgesDue
	mPledgesDone
	mMonths
	mGraded
	mOnRoll
)

const (
	cTalk standard.Clock = iota
	cTalkThenActivist
	cActivistFiled
	cContacts
	cObserve
	cActivistYear
	cTargetFiled
	cIntroducers
	cReviewThenAccept
	cTrainingThenAccept
	cCommitteeThenAccept
	cPrereviewThenForm
	cPrereviewThenAccept
	cAcceptApproved
	cPlaced
	cOath
	cProbation
	cConvert
	cConvertApproved
	cArchived
	cElection
	cReminder
	cResults
	cResultsAnswered
	cBySecretary
	cFoundingElection
	cNewSecretary
	cNewMember
	cFoundingAnswered
	cRequestAnswered
	cHelp
	cTopic
	cDecision
	cFinding
	cLost
	cSuspended
	cFloating
	cAbroad
	cReceived
	cCorrected
	cBelowThree
	cNeedsCommittee
	cUpperTalkThenApproved
	cDepartmentFiled
	cObserveThenConvert
	cApplyThenConvert
	cFullTraining
	cPleaThenElection
	cCandidatesThenElection
	cFoundingFiled
)

// nClocks is the number of clocks.
const nClocks = 50
