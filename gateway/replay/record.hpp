// The face of a journal to whoever reads it back: its records as events of one settings file. This
// room knows no session and no engine: nothing in it can reach a peer.
#pragma once

#include "codec/names.hpp"
#include "journal/reader.hpp"
#include "proto/events.hpp"
#include "settings/settings.hpp"

namespace lockstep {

// What the indices of the settings are called in the journal.
Names names_of(const Settings& settings);

// The event of a journal record. Adds names that the settings do not have to `names`. An error
// names the record's segment and offset.
Result<Event> read_event(const JournalRecord& record, Names& names);

// Whether everything that an event names is in the settings: an account, session or instrument that
// was only learned from the journal is not, and the machine must not be shown it.
bool is_known(const RouterConfig& config, const EventBody& body);

} // namespace lockstep
