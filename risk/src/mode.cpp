#include "risk/mode.hpp"

#include "proto/check.hpp"

#include <array>

namespace lockstep {

namespace {

constexpr auto active = Mode::active;
constexpr auto paused = Mode::paused;
constexpr auto flattening = Mode::flattening;
constexpr auto halted = Mode::halted;
constexpr auto observing = Mode::observing;

// rows: the mode now; columns: pause, flatten, flatten_by_rule, halt, resume, observe
constexpr std::array<std::array<Mode, 6>, 5> table{{
    /* active     */ {paused, flattening, flattening, halted, active, observing},
    /* paused     */ {paused, flattening, flattening, halted, active, observing},
    /* flattening */ {flattening, flattening, flattening, halted, active, observing},
    /* halted     */ {halted, flattening, halted, halted, active, observing},
    /* observing  */ {observing, observing, observing, halted, active, observing},
}};

} // namespace

Mode next_mode(Mode mode, ModeTrigger trigger) {
    return table[static_cast<std::size_t>(mode)][static_cast<std::size_t>(trigger)];
}

std::string_view name(Mode mode) {
    switch (mode) {
    case Mode::active: return "active";
    case Mode::paused: return "paused";
    case Mode::flattening: return "flattening";
    case Mode::halted: return "halted";
    case Mode::observing: return "observing";
    }
    LOCKSTEP_CHECK(!"a mode");
}

} // namespace lockstep
