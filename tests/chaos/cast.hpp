// Who takes part in a chaotic day: one leader, its followers in many sizings and both copy modes,
// three of them to a broker session, and what is known of each without asking Lockstep.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace lockstep::chaos {

inline constexpr const char* leader_account = "LEAD1";
inline constexpr const char* leader_session = "LEADER";
// An account that no follower copies: its trades tell the simulator's script to go on.
inline constexpr const char* cue_account = "CUE";
inline constexpr const char* cue_session = "CUES";

// How a follower's position comes from its leader's, as its section of the settings says it.
struct Sizing {
    std::string settings; // lines of the section
    std::int64_t numerator = 1;
    std::int64_t denominator = 1;
    enum class Rounding { down, nearest } rounding = Rounding::down;
    // What is not a multiple of the leader's position alone: up to the cap, and flat when it is.
    bool other = false;
};

struct Follower {
    std::string account;
    std::string session;
    bool copies_orders = true; // CopyMode
    Sizing sizing;
    int cap = 0;            // MaxContracts
    bool in_micros = false; // ES is copied as ten MES, each a tenth of a contract

    // The follower's symbol for the leader's.
    std::string symbol_for(const std::string& leader_symbol) const;
    // The largest position, in contracts of its own, that this follower may hold while the leader
    // holds `lots` (not below zero) of `leader_symbol`.
    std::int64_t most(const std::string& leader_symbol, std::int64_t lots) const;
};

struct Cast {
    std::vector<Follower> followers;
    std::vector<std::string> sessions; // of the brokers, then the leader's drop copy
    const Follower* find(const std::string& account) const;
};

Cast make_cast();

std::string simulator_settings(const Cast& cast);
// `ports`: where each of the cast's sessions is dialled, in their order. A segment of the journal
// takes `segment_kib`.
std::string gateway_settings(const Cast& cast, const std::vector<std::uint16_t>& ports,
                             int segment_kib);

} // namespace lockstep::chaos
