// Reading back what earlier lives of the process journaled.
#pragma once

#include "codec/names.hpp"
#include "journal/reader.hpp"
#include "proto/events.hpp"
#include "proto/result.hpp"

#include <filesystem>
#include <functional>

namespace lockstep {

// Hands every event of the journal in `directory` to `each`, in order, and gives the place where
// the journal goes on. Refuses a journal that is damaged anywhere but in its torn last record, and
// one that speaks of an account, session or instrument that `names` does not have; the error names
// segment and offset. What was handed over before an error must not be used.
Result<JournalEnd> read_events(const std::filesystem::path& directory, const Names& names,
                               const std::function<void(const Event&)>& each);

} // namespace lockstep
