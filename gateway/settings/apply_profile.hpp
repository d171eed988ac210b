// Puts a profile's keys into a section of the settings.
#pragma once

#include "proto/instrument.hpp"
#include "settings/effective.hpp"

namespace lockstep {

// `section` is a [FOLLOWER] with the keys that the settings file gives it, defaults of keys not yet
// filled in. The profile counts at the place where RiskProfile= stands: over [DEFAULT] when it is
// the section's own, and always under what the section itself says. Warns where what counts is
// looser than what gives way, or cannot be compared with it; reports keys that the profile leaves
// open and nobody gives. ContractWeight waits for apply_profile_weights().
void apply_profile(const RiskProfile& profile, EffectiveSection& section, Problems& problems);

// The profile's weights name products (ES, MES). Those of `instruments`, what the account trades,
// that are of such a product get its weight, unless `section` itself names them. Warns of weights
// that are looser, and of instruments that count less than a contract by their own section alone.
void apply_profile_weights(EffectiveSection& section,
                           const std::vector<const Instrument*>& instruments, Problems& problems);

// Whether `symbol` is the product's own, or a contract of it: MES, MESZ6, MESZ26 of MES.
bool is_of_product(std::string_view symbol, std::string_view product);

} // namespace lockstep
