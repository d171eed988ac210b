// The settings that are QuickFIX's own business, put into a QuickFIX session.
#pragma once

#include "gateway/fix/quickfix.hpp"

#include <map>
#include <string>

namespace lockstep {

using QuickfixKeys = std::map<std::string, std::string>;

// A whole number of at most nine digits, or `otherwise` when the key is absent. Throws
// std::runtime_error naming the key when it is something else.
int number_option(const QuickfixKeys& keys, const std::string& key, int otherwise);
// Y or N.
bool flag_option(const QuickfixKeys& keys, const std::string& key, bool otherwise);

// Sets what the keys say, QuickFIX's defaults else; CheckLatency is N unless the keys say Y, and
// PersistMessages is Y whatever they say: with N QuickFIX forgets to advance after a resend
// request.
void apply_quickfix_options(const QuickfixKeys& keys, FIX::Session& session);

// A session that is always open in QuickFIX's eyes, midnight included.
FIX::TimeRange all_day();

} // namespace lockstep
