// Judges a day: was anything lost, was anything doubled, is anything unexplained. It shares no
// code with the copier and knows of it only what its journal, its status and the exchange's ledger
// say.
#pragma once

#include "chaos/cast.hpp"
#include "chaos/journal_record.hpp"
#include "chaos/tape.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace lockstep::chaos {

// What Lockstep's status says of one account and symbol when all is at rest.
struct Standing {
    std::string account;
    std::string leader_symbol;
    std::string symbol;
    std::int64_t held = 0;
    std::int64_t target = 0;
    std::string mode;
    bool out = false;
};

// A moment at which nothing was under way and every session was up.
struct Rest {
    std::int64_t time_ns = 0;
    std::size_t facts = 0; // of the ledger until then
    std::vector<Standing> standings;
    bool reached = true; // false: it did not come in time
    std::string missing; // what it waited for
};

struct Verdict {
    std::vector<std::string> lost;
    std::vector<std::string> doubled;
    std::vector<std::string> unexplained;
    bool good() const { return lost.empty() && doubled.empty() && unexplained.empty(); }
};

// `rests` are in their order; after the last one the leader is flat and works nothing.
//
// Lost: an execution report of the exchange that the journal does not hold; a fill, cancel or
// replace of the leader without an answer for a follower; at the end a follower that is not flat.
//
// Doubled: a ClOrdID that reached the exchange twice; a second answer to one fact; a position in
// the status that is not the exchange's; an account that holds and works more than its cap, or
// holds more, on either side, than excesses() allows.
//
// Unexplained: a request at the exchange that does not follow from the journal; a target that is
// not the sizing's; at rest, a position that is not the target and has no reason on record; a rest
// that did not come.
Verdict judge(const Cast& cast, const std::vector<Fact>& facts, const JournalRecord& journal,
              const std::vector<Rest>& rests);

} // namespace lockstep::chaos
