// A day of chaos: the real gateway against the real simulator, one trouble a round, and the
// judgement at its end.
#pragma once

#include "chaos/checker.hpp"
#include "chaos/fan_out.hpp"

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <map>
#include <string>

namespace lockstep::chaos {

struct CampaignOptions {
    int rounds = 100;
    std::uint64_t seed = 1;
    std::filesystem::path folder; // empty; everything of the run goes below it
    bool keep = false;            // the data directory too, of a good run
};

struct Tally {
    int rounds = 0;
    int kills = 0;
    FanOutCount fan_outs;
    int stops = 0;
    int cuts = 0; // connections
    int slowed = 0;
    int full_disks = 0;
    int ends_on_full_disk = 0; // the gateway stopped itself, or did not start, for want of space
    int restarts = 0;
    std::size_t orders = 0; // requests of followers that reached the exchange
    std::size_t fills = 0;  // of followers
    std::uint64_t events = 0;
    std::uint32_t segments = 0;
};

struct Outcome {
    Tally tally;
    Verdict verdict;
    std::string disk; // how the full disk was made
    // "chaos: 100 rounds, 58 kills (21 in the middle of a fan-out), ... unexplained 0"
    std::string line() const;
};

// Runs the day; a line for each round goes to `out`. Throws std::runtime_error when the run itself
// cannot be played: a program is missing, or the simulator failed.
Outcome run_campaign(const CampaignOptions& options, std::ostream& out);

} // namespace lockstep::chaos
