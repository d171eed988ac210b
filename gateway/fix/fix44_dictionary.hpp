// The one data dictionary of FIX 4.4 (fix_specs/FIX44.xml), for all sessions. QuickFIX believes the
// length of its data fields blindly: raw_fields.hpp knows every pair of them, and framing checks
// it.
#pragma once

#include "gateway/fix/quickfix.hpp"

#include "proto/result.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace lockstep::fix44 {

// How strictly QuickFIX holds a message to the dictionary.
enum class Strictness : std::uint8_t {
    lenient, // for sessions: plain fields that the dictionary does not name, and tags without a
             // value, pass; the decoder judges what it reads
    strict,  // for tests of what we send: nothing but what the dictionary names
};

// Reads the dictionary at `path`. Fails with the reason and the path. Hand the one object to every
// session through a provider: QuickFIX copies a dictionary for each session that names a file.
Result<std::shared_ptr<FIX::DataDictionary>> load_dictionary(const std::string& path,
                                                             Strictness strictness);

} // namespace lockstep::fix44
