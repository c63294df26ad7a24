// Package person keeps who a member id is (人员资料): names, ID numbers, telephones. They
// are personal data and never enter the ledger; they lie in desk_person, each person's
// sealed under a key of that person alone, so that destroying the key erases the person
// from the store and from every backup of it (DESIGN §3).
//
// An ID number can be found by its blind index, exactly; a name never has an index:
// searching by name decrypts in memory within a scope.
//
// The package also leads the life of keys: it exchanges the key that wraps the others
// (Rotate), and erases (Erase) so that neither a crash nor a restored backup brings the
// person back.
package person
