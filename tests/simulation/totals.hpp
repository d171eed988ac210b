// What is counted over many seeds.
#pragma once

#include <cstdint>

namespace lockstep::simulation {

struct Totals {
    std::uint64_t seeds = 0;
    std::uint64_t lost = 0;
    std::uint64_t doubled = 0;
    std::uint64_t unexplained = 0;
    std::uint64_t crashes = 0;
    std::uint64_t crashes_inside = 0; // in the middle of handling something
    std::uint64_t fan_outs_cut = 0; // crashes after some orders of one fact had left, before others
    std::uint64_t disconnects = 0;
    std::uint64_t duplicates = 0; // reports that were said more than once
    std::uint64_t facts = 0;      // reports of the leader's venue
    std::uint64_t orders = 0;     // new orders, changes and cancels that reached a broker
    std::uint64_t fills = 0;      // of followers
    std::uint64_t limited = 0;    // accounts with a limit on what they lose or make
    std::uint64_t breached = 0;   // of these: that reached one

    Totals& operator+=(const Totals& other) {
        seeds += other.seeds;
        lost += other.lost;
        doubled += other.doubled;
        unexplained += other.unexplained;
        crashes += other.crashes;
        crashes_inside += other.crashes_inside;
        fan_outs_cut += other.fan_outs_cut;
        disconnects += other.disconnects;
        duplicates += other.duplicates;
        facts += other.facts;
        orders += other.orders;
        fills += other.fills;
        limited += other.limited;
        breached += other.breached;
        return *this;
    }
};

} // namespace lockstep::simulation
