// One order of ours at a follower's broker, and the table of what may become of it.
#pragma once

#include "proto/commands.hpp"
#include "proto/events.hpp"
#include "risk/back_off.hpp"
#include "router/leader_book.hpp"

#include <cstdint>
#include <string_view>

namespace lockstep {

enum class ChildState : std::uint8_t {
    pending_new,     // sent, no answer yet
    working,         // acknowledged
    pending_replace, // a change was sent, no answer yet
    pending_cancel,  // a cancel was sent, no answer yet
    unknown,         // its session was lost: it may work, it may have traded
    ended,           // filled, canceled, rejected, expired, or never left
};
constexpr ChildState last_of(ChildState) { return ChildState::ended; }

enum class ChildTrigger : std::uint8_t {
    accepted,
    partly_filled,
    filled,
    replaced,
    ended,            // canceled, expired, done, rejected
    request_rejected, // 35=9 for our pending cancel or replace
    ask_replace,
    ask_cancel,
    session_lost,
    found_working, // a status answer: it works
};

// The state that follows. A trigger that contradicts the state (an acknowledgement of an ended
// order) leaves it as it is; asking for a change of an order that has no answer yet is a
// programmer error.
ChildState next_state(ChildState state, ChildTrigger trigger);

std::string_view name(ChildState state);

enum class Purpose : std::uint8_t {
    mirror_entry, // stands for a resting order of the leader that opens
    mirror_exit,  // stands for a resting order of the leader that closes
    entry,        // copies a fill
    exit,         // closes what the account should no longer hold
};
constexpr Purpose last_of(Purpose) { return Purpose::exit; }

struct ChildOrder {
    static constexpr Duration query_after = Duration::seconds(5); // without an answer to a request
    static constexpr Duration alarm_after = Duration::seconds(30);

    ClOrdId cl_ord_id;  // the newest the broker has accepted (tag 11)
    ClOrdId pending_id; // of the change that waits for an answer
    OrderKey order_key; // the broker's id (tag 37)
    InstrumentId instrument;
    Purpose purpose = Purpose::entry;
    LeaderOrderId leader_order = 0; // mirrors: what it stands for
    OrderTerms terms;
    OrderTerms pending_terms;
    Quantity total;
    Quantity pending_total;
    Quantity filled;
    ChildState state = ChildState::pending_new;
    Timestamp asked_at;           // when the request that waits for an answer left
    BackOff changes;              // after refused changes, when the next may go
    BackOff cancels;              // after refused cancels; a cancel never waits for refused changes
    Timestamp query_at;           // when to ask what became of it (35=H), while it has no answer
    bool asks_pending_id = false; // under the id of the change: the one before is not known there
    bool alarmed = false;         // its silence was reported
    Quantity told_filled;         // what the broker says it filled, where its reports say less

    bool is_live() const { return state != ChildState::ended; }
    bool is_mirror() const {
        return purpose == Purpose::mirror_entry || purpose == Purpose::mirror_exit;
    }
    bool is_entry() const { return purpose == Purpose::mirror_entry || purpose == Purpose::entry; }
    bool awaits_answer() const {
        return state == ChildState::pending_new || state == ChildState::pending_replace ||
               state == ChildState::pending_cancel || state == ChildState::unknown;
    }
    // Whether what became of the newest request has been asked since it left.
    bool was_asked_after() const { return query_at > asked_at + query_after; }
    // What may still trade, at its worst while a change is under way; zero once ended.
    Quantity leaves() const;
    // A change or a cancel leaves under an id of its own; what it asks for waits for the answer.
    void ask(ChildTrigger request, const ClOrdId& under, const OrderTerms& asked_terms,
             Quantity asked_total, Timestamp now);
    // The id to ask under what became of it (tag 11 of 35=H).
    const ClOrdId& question_id() const {
        return asks_pending_id && !pending_id.empty() ? pending_id : cl_ord_id;
    }
    // What its owner asked of it last.
    const OrderTerms& wanted_terms() const {
        return state == ChildState::pending_replace ? pending_terms : terms;
    }
    Quantity wanted_total() const {
        return state == ChildState::pending_replace ? pending_total : total;
    }

    static void fields(auto& self, auto& archive) {
        archive(self.cl_ord_id, self.pending_id, self.order_key, self.instrument, self.purpose,
                self.leader_order, self.terms, self.pending_terms, self.total, self.pending_total,
                self.filled, self.state, self.asked_at, self.changes, self.cancels, self.query_at,
                self.asks_pending_id, self.alarmed, self.told_filled);
    }
};

} // namespace lockstep
