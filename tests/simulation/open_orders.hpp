// The checker's own account of what one follower holds and has sent out, folded from the journal.
#pragma once

#include "proto/events.hpp"
#include "router/router.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>

namespace lockstep::simulation {

struct OpenOrder {
    OrderTerms terms;
    InstrumentId instrument;
    std::int64_t total = 0; // the largest that was asked for and not refused
    std::int64_t filled = 0;
    std::int64_t accepted_total = 0; // the last that its broker confirmed
    bool is_exit = false;            // it was when it was sent
    bool is_open = true;
    std::int64_t worth = 0;   // of the leader's orders on its side, in contracts, when it was sent
    bool is_leaving = false;  // a cancel was sent
    bool is_answered = false; // its broker has spoken since it was sent or changed

    std::int64_t leaves() const { return is_open && total > filled ? total - filled : 0; }
};

class FollowerBooks {
  public:
    // What its broker said.
    void hear(const ExecutionEvent& execution);
    void not_sent(const ClOrdId& cl_ord_id);
    // What left for it.
    void sent(const NewOrder& order);
    void sent(const ReplaceOrder& change);
    void sent(const CancelOrder& cancel);

    void note_worth(const ClOrdId& cl_ord_id, std::int64_t worth);

    std::int64_t held(InstrumentId instrument) const;
    // Open contracts of one side: entries together, exits by what ladder they belong to.
    struct Open {
        std::int64_t entries = 0;
        std::int64_t copies = 0;  // of these: orders that cannot rest
        std::int64_t leaving = 0; // of these: mirrors that are being cancelled, or cannot be yet
        std::int64_t targets = 0;
        std::int64_t stops = 0;
        std::int64_t market = 0;
        std::int64_t worth = 0; // the largest of any that rests
    };
    Open open(InstrumentId instrument, Side side) const;
    const OpenOrder* find(const ClOrdId& cl_ord_id) const;
    // Those orders in words, for the story.
    std::string names(InstrumentId instrument, Side side) const;

  private:
    OpenOrder* order_named(const std::string& name);

    std::map<std::uint32_t, std::int64_t> held_;
    std::map<std::string, std::string> root_;   // of every ClOrdID: the first of its order
    std::map<std::string, OpenOrder> orders_;   // by that
    std::map<std::string, std::int64_t> asked_; // totals of changes without an answer
    std::set<std::string> counted_;             // executions
};

} // namespace lockstep::simulation
