// The gateway's journal, read back: every event, and what the machine answers to each when it is
// shown them again.
#pragma once

#include "proto/events.hpp"
#include "replay/record.hpp"
#include "router/router.hpp"
#include "simulation/plan.hpp"
#include "simulation/story.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace lockstep::simulation {

struct RecordedDay {
    explicit RecordedDay(const Plan& plan);

    std::vector<Event> events;
    std::vector<std::vector<Command>> answers; // by event
    // By the first ClOrdID of a mirror, the key of the leader's order that the gateway says it
    // stands for. It is the one thing that nothing else tells when two orders are alike.
    std::map<std::string, std::string> models;
    Router router; // after the last one
    Names names;
};

// Adds what has come into the journal since the last reading. A journal that cannot be read is a
// broken promise.
void read_on(RecordedDay& day, const std::filesystem::path& journal, Story& story);

// Adds what was journaled and answered to the story.
void tell_day(const Plan& plan, const RecordedDay& day, Story& story);

} // namespace lockstep::simulation
