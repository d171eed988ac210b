// From effective sections to typed settings, one step for each kind of section. Each step reports
// what the values of its sections mean together, and fills its part even when something is wrong,
// so that the next step finds what it refers to.
#pragma once

#include "settings/settings.hpp"

#include <vector>

namespace lockstep {

using Sections = std::vector<EffectiveSection>;

void build_gateway(Sections& sections, Settings& settings, Problems& problems);
void build_instruments(Sections& sections, Settings& settings, Problems& problems);
void build_sessions(Sections& sections, Settings& settings, Problems& problems);
void build_leaders(Sections& sections, Settings& settings, Problems& problems);
void build_followers(Sections& sections, Settings& settings, Problems& problems);

// Rules that look at several sections.
void check_accounts(const Sections& sections, const Settings& settings, Problems& problems);
// Notes in settings.gateway who copies over owners.
void check_owners(const Sections& sections, Settings& settings, Problems& problems);
// Sessions that no account uses, leaders that nobody follows.
void check_use(const Sections& sections, const Settings& settings, Problems& problems);
// Loss limits without a source of prices.
void check_marks(const Sections& sections, const Settings& settings, Problems& problems);
// Risk profiles that are old, doubtful, or of a day that is still to come.
void check_profiles(const Sections& sections, std::optional<std::chrono::sys_days> today,
                    Problems& problems);

// Parts of build_followers.
void build_sizing(EffectiveSection& section, FollowerConfig& follower, const Settings& settings,
                  Problems& problems);
void build_instrument_map(EffectiveSection& section, FollowerConfig& follower,
                          const Settings& settings, Problems& problems);
void build_limits(const EffectiveSection& section, FollowerConfig& follower,
                  const Settings& settings, Problems& problems);

AccountHours build_hours(const EffectiveSection& section, Problems& problems);

// What Settings::copy holds.
std::string settings_copy(const Sections& sections);

// The sections of one kind, in the file's order: the n-th is the n-th of its table in Settings.
std::vector<EffectiveSection*> sections_of(Sections& sections, SectionKind kind);
std::vector<const EffectiveSection*> sections_of(const Sections& sections, SectionKind kind);

// The session that Session= of `section` names; reports when there is none.
SessionIndex referred_session(const EffectiveSection& section, const Settings& settings,
                              Problems& problems);

// The instrument that `symbol`, found in `key`, names; reports when there is none.
std::optional<InstrumentId> referred_instrument(const EffectiveSection& section,
                                                std::string_view key, std::string_view symbol,
                                                const Settings& settings, Problems& problems);

} // namespace lockstep
