// What the leader holds and works, from its normalised executions alone.
#pragma once

#include "proto/commands.hpp"
#include "proto/events.hpp"
#include "router/config.hpp"
#include "router/seen_executions.hpp"

#include <cstdint>
#include <deque>
#include <memory_resource>
#include <optional>
#include <unordered_map>
#include <vector>

namespace lockstep {

// Names one order of a leader for good; later orders have larger numbers.
using LeaderOrderId = std::uint64_t;

enum class LeaderOrderState : std::uint8_t {
    working,
    suspended, // held by the venue: does not work, may come back
    filled,
    gone, // canceled, expired or rejected
};
constexpr LeaderOrderState last_of(LeaderOrderState) { return LeaderOrderState::gone; }

// What an order is to the position: it may become an exit as the position moves, never an entry
// again unless it is replaced to a larger quantity that exceeds the position.
enum class OrderRole : std::uint8_t { entry, exit };
constexpr OrderRole last_of(OrderRole) { return OrderRole::exit; }

struct LeaderOrder {
    LeaderOrderId id = 0;
    OrderKey key;
    InstrumentId instrument;
    OrderTerms terms;
    Quantity total;
    Quantity filled;
    LeaderOrderState state = LeaderOrderState::working;
    OrderRole role = OrderRole::entry;
    bool late = false; // its newest accept or replace was delivered again (43=Y or 97=Y)

    Quantity leaves() const { return less(total, filled); }
    bool works() const { return state == LeaderOrderState::working && !leaves().is_zero(); }

    static void fields(auto& self, auto& archive) {
        archive(self.id, self.key, self.instrument, self.terms, self.total, self.filled, self.state,
                self.role, self.late);
    }
};

// The leader's side of one instrument.
struct LeaderInstrument {
    Position position; // P
    Quantity peak;     // largest |P| since flat or a change of side
    bool known = false;
    bool disagrees = false;    // a position report contradicts P: no entries
    bool bust_pending = false; // a bust waits for an operator: no entries
    Position bust_offset;      // what busts took from P and followers have not followed yet
    Timestamp signal_time;     // newest event of the leader here
    std::vector<LeaderOrderId> working; // in order of acceptance; working or suspended

    // What followers go by: P as if the busts that nobody decided on had not happened.
    Position followed() const { return position + bust_offset; }

    static void fields(auto& self, auto& archive) {
        archive(self.position, self.peak, self.known, self.disagrees, self.bust_pending,
                self.bust_offset, self.signal_time, self.working);
    }
};

// What one event did to the book.
struct LeaderChange {
    bool fresh = false; // false: a repeat, or of no consequence; nothing changed
    // Nothing changed, but it is a fact, heard for the first time: why nothing is done for it.
    Reason nothing_for = Reason::none;
    InstrumentId instrument;
    LeaderOrderId order = 0; // 0: none
    Position before;         // followed() before and after
    Position after;
    Quantity peak_before;
    bool is_fill = false;    // before -> after by a fill on `order`
    bool turns_flat = false; // the leader reached flat or the other side
    Price fill_price;
    bool late = false;     // delivered again: entries are not copied
    Timestamp signal_time; // when the leader did it; never after `now`
    // An oddity that a person should see.
    std::optional<Severity> severity;
    Reason reason = Reason::none;
    std::string text;
};

class LeaderBook {
  public:
    // Orders and executions come and go in `memory`.
    LeaderBook(const LeaderConfig& config, std::size_t instruments,
               std::pmr::memory_resource* memory = std::pmr::get_default_resource());

    // A leader's clock that is ahead of `now` does not make what follows younger than it is.
    LeaderChange apply(const ExecutionEvent& execution, Timestamp now);
    // A position report, or an operator's word, which always wins.
    LeaderChange apply(const LeaderPosition& report);
    // An operator's answer to a bust: followers keep what they hold until the leader is flat, or
    // follow the corrected position. Gives a change for every instrument that waited.
    std::vector<LeaderChange> answer_bust(bool follow);
    // For the simulation's defect of this name.
    void forget_executions() { seen_.forget(); }
    // Day orders are gone. Gives a change for each instrument that had one.
    std::vector<LeaderChange> end_session();

    const LeaderInstrument& at(InstrumentId id) const { return instruments_[id.index]; }
    // Null for an order that ended so long ago that it was forgotten.
    const LeaderOrder* find(LeaderOrderId id) const;

    static void fields(auto& self, auto& archive) {
        archive.table(self.instruments_);
        archive(self.last_id_, self.seen_);
        archive.filed(self.filed_, [&] {
            archive.sorted(self.orders_);
            archive.sorted(self.by_key_);
            archive(self.ended_);
        });
        archive.only_hashed([&] {
            for (const LeaderInstrument& each : self.instruments_) {
                for (const LeaderOrderId id : each.working) archive(self.orders_.at(id));
            }
        });
        archive.check([&] { return self.is_whole(); }, "an order of the leader that is not there");
    }

  private:
    LeaderChange apply_order(const ExecutionEvent& execution);
    LeaderChange apply_fill(const ExecutionEvent& execution);
    LeaderChange apply_bust(const ExecutionEvent& execution);
    LeaderOrder* find(const OrderKey& key);
    LeaderOrder& add(const ExecutionEvent& execution);
    void end(LeaderOrder& order, LeaderOrderState state);
    void set_terms(LeaderOrder& order, const ExecutionEvent& execution);
    void move(LeaderInstrument& instrument, Position by);
    void assign_role(LeaderOrder& order) const;
    void update_roles(const LeaderInstrument& instrument);
    bool is_whole() const; // every order that is referred to is there

    bool follow_busts_;
    std::vector<LeaderInstrument> instruments_;
    std::pmr::unordered_map<LeaderOrderId, LeaderOrder> orders_;
    std::pmr::unordered_map<OrderKey, LeaderOrderId> by_key_;
    std::pmr::deque<LeaderOrderId> ended_; // oldest first
    LeaderOrderId last_id_ = 0;
    SeenExecutions seen_;
    RunningHash filed_; // of orders that have ended
};

} // namespace lockstep
