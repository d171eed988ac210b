// What one link should hold and work now: pure arithmetic over the leader's book, the follower's
// state and the time. The reconciler compares it with what there is.
#pragma once

#include "follower.hpp"
#include "router/leader_book.hpp"

#include <optional>
#include <vector>

namespace lockstep {

// How one mirror should stand in the book.
struct DesiredMirror {
    std::size_t mirror = 0; // index into Link::mirrors
    bool entry = false;
    Quantity leaves;                         // what it should still work; 0: no order
    OrderTerms terms;                        // in the follower's ticks; meaningless with leaves 0
    Reason nothing = Reason::rounds_to_zero; // why an entry that may leave has leaves 0
};

struct Desired {
    std::vector<DesiredMirror>
        mirrors; // one for every mirror of the link, front of its ladder first

    Side exit_side = Side::sell; // the side that reduces what is held
    Quantity to_close;           // what is held and may be closed
    Quantity catch_up;           // how much of it goes at market now, orders under way included
    Reason catch_up_reason = Reason::none;
    Reason entry_block = Reason::none; // why no entry may leave; none when it may
    Quantity entry_limit_buys;         // held + working entries may reach this, by side
    Quantity entry_limit_sells;
    std::optional<Timestamp> wake; // when time alone changes this
};

// The leader as one link sees it; `lost`: its session is down and entries are to be withdrawn.
struct LeaderView {
    const LeaderBook& book;
    const LeaderInstrument& instrument;
    bool lost = false;
};

// Why an entry may not leave on this link, whatever its size; none when it may.
Reason entry_block_of(const Follower& follower, const Link& link, const LeaderView* leader);

// `leader` is null for an instrument that nothing is copied into.
Desired desire(const Follower& follower, const Link& link, const LeaderView* leader, Timestamp now);

// What the leader's orders on `side` have closed already and their mirrors here still will.
Quantity owed_exits(const Follower& follower, const Link& link, Side side);

// What the target lacks over what is held, under way, or still owed by mirrors at the side of the
// target; the reference for an entry that copies a fill.
Quantity lacking(const Follower& follower, const Link& link, const LeaderView& leader);

// The leader's terms in the follower's instrument: by price, limits to the passive side, stops to
// the side that triggers sooner. GTD becomes Day: the leader's expiry is copied when it comes.
OrderTerms mirrored_terms(const OrderTerms& terms, const Instrument& from, const Instrument& to);

} // namespace lockstep
