// The data dictionaries that sessions are checked against, each read once and shared by all of its
// sessions: QuickFIX's own factory copies a dictionary for every session (500 of them: 1.2 GB).
#pragma once

#include "gateway/fix/quickfix.hpp"

#include <map>
#include <string>

namespace lockstep {

class SessionDictionaries {
  public:
    // The provider of a session: of the dictionary file `path` (DataDictionary in the settings), or
    // when it is empty of fix_specs/FIX44.xml, which is part of the program. Throws
    // std::runtime_error when it cannot be read or is of another version than `begin_string`.
    //
    // Lenient towards what a peer adds: unknown tags, empty values and fields out of order pass.
    const FIX::DataDictionaryProvider& provider(const std::string& path,
                                                const std::string& begin_string);

  private:
    struct Loaded {
        std::string version; // "FIX.4.4"
        FIX::DataDictionaryProvider provider;
    };

    static Loaded load(const std::string& path);

    std::map<std::string, Loaded> loaded_; // by path
};

} // namespace lockstep
