// The face of the room: a settings file, checked as a whole and turned into what the gateway runs
// with. The reference of every key is docs/settings.md.
#pragma once

#include "proto/durability.hpp"
#include "router/config.hpp"
#include "settings/account_hours.hpp"
#include "settings/calendar.hpp"
#include "settings/effective.hpp"
#include "settings/environment.hpp"
#include "settings/problem.hpp"
#include "settings/session_config.hpp"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace lockstep {

enum class LogLevel : std::uint8_t { trace, debug, info, warning, error }; // LogLevel

// A follower that belongs to someone else than its leader (AllowOtherOwner=Y), and who answers for
// it. To be journaled and shown.
struct OtherOwner {
    FollowerId follower;
    std::string owner;
    std::string leader_owner;
    std::string attestation;
};

// What the shell around the router needs to know.
struct GatewayConfig {
    std::filesystem::path settings_file;         // absolute
    std::filesystem::path data_directory;        // absolute; may not exist yet
    Endpoint console;                            // loopback; port 0 = any free port
    Durability durability = Durability::process; // Durability
    std::uint64_t journal_segment_bytes = std::uint64_t{64} << 20; // JournalSegmentSize
    bool busy_poll = false;                                        // BusyPoll
    LogLevel log_level = LogLevel::info;
    std::vector<DailyTime> day_roll;           // DayRoll, by FollowerId
    std::vector<AccountHours> hours;           // by FollowerId
    std::vector<DailyTime> leader_session_end; // SessionEnd, by LeaderId
    std::vector<OtherOwner> other_owners;
};

struct Settings {
    RouterConfig router;
    std::vector<SessionConfig> sessions; // by SessionIndex
    GatewayConfig gateway;
    // 16 hexadecimal digits over every effective value, secrets and paths aside: another text means
    // other settings. Two files that mean the same have the same digest.
    std::string digest;
    // The same settings as a file, what follows from defaults written out, passwords and paths left
    // out: it has the same digest, and whoever reads the journal later can read it with this.
    std::string copy;
};

// What came of one reading.
struct Checked {
    std::vector<Problem> problems;          // by file and line, warnings among them
    std::vector<EffectiveSection> sections; // the gateway's own first, then in the file's order
    std::optional<Settings> settings;       // there when no problem is an error
    bool good() const { return settings.has_value(); }
};

// Reads and checks `file`. Never throws for what a file can hold: all trouble is in `problems`.
// Opens no socket and writes nothing; the data directory is looked at, not made. Risk profiles are
// asked for their age only when `today` is given.
Checked check_settings(const std::filesystem::path& file, const Environment& environment,
                       std::optional<std::chrono::sys_days> today = std::nullopt);

// One line a problem: "FILE:LINE: what is wrong; how to mend it". Empty when there is none.
std::string format_problems(const Checked& checked);

// Every effective value with the line that it came from, section by section, secrets masked. For
// people; meant for good settings, but shows what there is of bad ones too.
std::string format_effective(const Checked& checked);

} // namespace lockstep
