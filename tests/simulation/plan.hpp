// A universe as its seed draws it: the settings of the gateway, and how the world misbehaves.
#pragma once

#include "settings/settings.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lockstep::simulation {

// How the network and the peers misbehave while faults are on. Chances are per mille of the
// occasions that their names tell, spans are the longest.
struct Faults {
    std::int64_t latency_ms = 5;
    std::int64_t slow_answer_per_mille = 0; // a broker takes up to five seconds
    std::int64_t silent_per_mille = 0;      // it never answers a new order, or others very late
    std::int64_t reject_per_mille = 0;      // a new order, a change or a cancel
    std::int64_t partial_percent = 0;       // a fill is only a part of what could trade
    std::int64_t repeat_per_mille = 0;      // a report is said again: plainly, or as PossResend
    std::int64_t venue_cancel_per_mille = 0;
    std::int64_t split_per_mille = 0; // bytes come in pieces
    bool byte_by_byte = false;        // what the gateway reads comes so
    std::int64_t cuts = 0;            // connections that are cut during the day
    std::int64_t freezes = 0;         // that carry nothing any more, and nobody is told
    std::int64_t outages = 0;         // a peer takes no connection for a while
    std::int64_t crashes = 0;         // of the gateway
    std::int64_t stops = 0;           // clean stops of it
    bool power_cuts = false;          // a crash may take the machine with it
    bool refuses_second_logon = false;
};

struct Plan {
    std::uint64_t seed = 0;
    Settings settings;
    Faults faults;
    std::int64_t day_seconds = 30; // of the safety phase
    std::int64_t action_ms = 500;  // about how often the leader does something
    std::int64_t move_ms = 200;    // about how often a price moves
    bool leader_dials = true;      // the leader's venue dials the gateway, else it is dialled
    int heartbeat_s = 5;
    std::uint64_t segment_bytes = 64 * 1024;
    std::int64_t lifts = 0; // times that an operator lets an account trade again

    // Between these instants an account lets no entry leave; one that is to be flat is closed too.
    struct Closed {
        std::int64_t from_ns = 0;
        std::int64_t until_ns = 0;
        bool flat = false;
    };
    std::vector<std::optional<Closed>> closed; // by FollowerId
    bool is_closed(FollowerId follower, std::int64_t now_ns) const {
        const auto& span = closed[follower.index];
        return span && span->from_ns <= now_ns && now_ns < span->until_ns;
    }
    bool is_to_be_flat(FollowerId follower, std::int64_t now_ns) const {
        return is_closed(follower, now_ns) && closed[follower.index]->flat;
    }

    // When the follower's day rolls within this one, if it does.
    std::optional<std::int64_t> day_rolls_ns(FollowerId follower) const;
};

// `place` makes the names of its sockets and files its own.
Plan draw_plan(std::uint64_t seed, const std::string& place);

// For people: one line a subject.
std::string describe(const Plan& plan);

constexpr std::int64_t day_begins_ns = 1'767'623'400'000'000'000; // 2026-01-05 14:30:00 UTC

} // namespace lockstep::simulation
