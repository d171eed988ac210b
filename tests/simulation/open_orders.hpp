// The checker's own account of what one follower holds and has sent out, folded from the journal.
#pragma once

#include "proto/events.hpp"
#include "router/router.hpp"
#include "simulation/leader_books.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace lockstep::simulation {

struct OpenOrder {
    OrderTerms terms;
    InstrumentId instrument;
    std::int64_t total = 0; // the largest that was asked for and not refused
    std::int64_t filled = 0;
    std::int64_t accepted_total = 0; // the last that its broker confirmed
    bool is_exit = false;            // as the leader's order that it stands for, or when sent
    bool is_open = true;
    std::string stands_for;   // the key of the leader's order; none for what cannot rest
    bool is_leaving = false;  // a cancel was sent
    bool is_answered = false; // its broker has spoken since it was sent or changed

    std::int64_t leaves() const { return is_open && total > filled ? total - filled : 0; }
};

// What mirrors did for one order of the leader's, and what its fills gave them to do.
struct MirrorAccount {
    std::string newest;   // the mirror sent last
    bool is_exit = false; // what the leader's order was when the account began
    std::int64_t filled = 0;
    std::int64_t credited = 0;
    std::int64_t ahead() const { return std::max<std::int64_t>(0, filled - credited); }
    std::int64_t owes() const { return std::max<std::int64_t>(0, credited - filled); }
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

    // A new mirror stands for this order of the leader.
    void stands_for(const ClOrdId& cl_ord_id, const LeaderBooks& leader, const std::string& key);
    // A fill of the leader on an order was worth so many contracts: away from flat, towards it.
    void leader_filled(const std::string& key, std::int64_t grows, std::int64_t shrinks);
    // Every mirror is what the leader's order is by now.
    void see_roles(const LeaderBooks& leader);
    // Contracts that mirrors of one side, entries or exits, filled before the leader's orders,
    // which still work, did; of limits and stops together unless `stops` says which.
    std::int64_t ahead(const LeaderBooks& leader, InstrumentId instrument, Side side, bool exits,
                       std::optional<bool> stops = {}) const;

    std::int64_t held(InstrumentId instrument) const;
    // Open contracts of one side: entries together, exits by what ladder they belong to.
    struct Open {
        std::int64_t entries = 0;
        std::int64_t copies = 0;  // of these: orders that cannot rest
        std::int64_t leaving = 0; // of these: mirrors that are being cancelled, or cannot be yet
        std::int64_t targets = 0;
        std::int64_t stops = 0;
        std::int64_t market = 0;
        std::int64_t entries_owed = 0; // by mirrors, for fills of the leader
        std::int64_t exits_owed = 0;
    };
    Open open(InstrumentId instrument, Side side) const;
    // All of them.
    std::int64_t works(InstrumentId instrument, Side side) const;
    const OpenOrder* find(const ClOrdId& cl_ord_id) const { return find(cl_ord_id.str()); }
    const OpenOrder* find(const std::string& name) const;
    // Of one order of the leader; null when it never had a mirror.
    const MirrorAccount* account(const std::string& key) const;
    // Those orders in words, for the story.
    std::string names(InstrumentId instrument, Side side) const;

  private:
    OpenOrder* order_named(const std::string& name);
    void end(const std::string& root);

    std::map<std::uint32_t, std::int64_t> held_;
    std::map<std::string, std::string> root_;       // of every ClOrdID: the first of its order
    std::map<std::string, OpenOrder> orders_;       // by that
    std::set<std::string> open_;                    // of these, the ones that are
    std::map<std::string, MirrorAccount> accounts_; // by the key of the leader's order
    std::map<std::string, std::int64_t> asked_;     // totals of changes without an answer
    std::set<std::string> counted_;                 // executions
};

} // namespace lockstep::simulation
