// What an account may do at the moment, and what changes it: one transition table.
#pragma once

#include <cstdint>
#include <string_view>

namespace lockstep {

enum class Mode : std::uint8_t {
    active,     // entries and exits
    paused,     // exits only
    flattening, // being closed, and then kept flat until resumed
    halted,     // only cancels and reductions of what works
    observing,  // nothing leaves
};
constexpr Mode last_of(Mode) { return Mode::observing; }

enum class ModeTrigger : std::uint8_t {
    pause,   // an operator, the reject breaker, a foreign trade, or a breach with OnBreach=pause
    flatten, // an operator
    flatten_by_rule, // a breach with OnBreach=flatten, or a lost leader with OnLeaderLost=flatten
    halt,            // the kill switch
    resume,          // an operator, or the day roll that lifts a daily loss
    observe,         // the engine, after repeated crashes on one event
};

// The mode that follows. Every pair is defined: a trigger that asks for less than the mode already
// enforces leaves it as it is (a pause does not stop a flatten, a breach does not lift a halt).
Mode next_mode(Mode mode, ModeTrigger trigger);

// Whether an order that takes the account away from flat may leave in this mode.
constexpr bool allows_entries(Mode mode) { return mode == Mode::active; }
// Whether a new order that reduces the account may leave.
constexpr bool allows_exits(Mode mode) {
    return mode == Mode::active || mode == Mode::paused || mode == Mode::flattening;
}
// Whether a cancel, or a change that makes a working order no larger, may leave.
constexpr bool allows_reductions(Mode mode) { return mode != Mode::observing; }

std::string_view name(Mode mode);

} // namespace lockstep
