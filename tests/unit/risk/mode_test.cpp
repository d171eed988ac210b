// What an account may do, and what changes it: the whole table.
#include "risk/mode.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace lockstep {
namespace {

constexpr auto active = Mode::active;
constexpr auto paused = Mode::paused;
constexpr auto flattening = Mode::flattening;
constexpr auto halted = Mode::halted;
constexpr auto observing = Mode::observing;

TEST(Mode, follows_the_table_for_every_pair) {
    struct Row {
        Mode mode;
        ModeTrigger trigger;
        Mode next;
    };
    using enum ModeTrigger;
    const std::vector<Row> rows{
        {active, pause, paused},
        {active, flatten, flattening},
        {active, flatten_by_rule, flattening},
        {active, halt, halted},
        {active, resume, active},
        {active, observe, observing},
        {paused, pause, paused},
        {paused, flatten, flattening},
        {paused, flatten_by_rule, flattening},
        {paused, halt, halted},
        {paused, resume, active},
        {paused, observe, observing},
        // a pause does not stop a flatten
        {flattening, pause, flattening},
        {flattening, flatten, flattening},
        {flattening, flatten_by_rule, flattening},
        {flattening, halt, halted},
        {flattening, resume, active},
        {flattening, observe, observing},
        // no rule sends orders past the kill switch; an operator who says so does
        {halted, pause, halted},
        {halted, flatten, flattening},
        {halted, flatten_by_rule, halted},
        {halted, halt, halted},
        {halted, resume, active},
        {halted, observe, observing},
        {observing, pause, observing},
        {observing, flatten, observing},
        {observing, flatten_by_rule, observing},
        {observing, halt, halted},
        {observing, resume, active},
        {observing, observe, observing},
    };
    EXPECT_EQ(rows.size(), 5U * 6U);
    for (const Row& row : rows) {
        EXPECT_EQ(name(next_mode(row.mode, row.trigger)), name(row.next))
            << name(row.mode) << ", trigger " << static_cast<int>(row.trigger);
    }
}

TEST(Mode, says_what_may_leave) {
    struct Row {
        Mode mode;
        bool entries, exits, reductions;
        std::string name;
    };
    const std::vector<Row> rows{
        {active, true, true, true, "active"},          {paused, false, true, true, "paused"},
        {flattening, false, true, true, "flattening"}, {halted, false, false, true, "halted"},
        {observing, false, false, false, "observing"},
    };
    for (const Row& row : rows) {
        EXPECT_EQ(allows_entries(row.mode), row.entries) << row.name;
        EXPECT_EQ(allows_exits(row.mode), row.exits) << row.name;
        EXPECT_EQ(allows_reductions(row.mode), row.reductions) << row.name;
        EXPECT_EQ(name(row.mode), row.name);
    }
}

} // namespace
} // namespace lockstep
