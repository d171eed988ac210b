// What each command does with settings that are good. Each gives the exit code.
#pragma once

#include "replay/source.hpp"
#include "settings/settings.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace lockstep {

// `lockstep check`: every problem, then the effective settings.
int check_command(const std::string& file);

// `lockstep check --live`: what has to be well before a session, a line each. Refuses while a
// gateway runs on the data directory.
int live_check_command(const std::string& file);

// `lockstep profiles`: the firms' rules that the program knows, or one of them whole.
int profiles_command(const std::string& name);

// Good settings of the file, or nothing once its problems were printed. Warnings about good
// settings are for `check` and `run`.
enum class Warnings : bool { hide, show };
std::optional<Settings> load_settings(const std::string& file, Warnings warnings);

struct StatusOptions {
    bool watch = false; // again each second, until Ctrl-C or until the gateway is gone
    bool json = false;
};
int status_command(const Settings& settings, const StatusOptions& options);

// `lockstep pause|resume|flatten|halt`: `target` is an account, "all" or "group:LEADER".
int account_command(const Settings& settings, const std::string& action, const std::string& target,
                    const std::string& reason);
int position_command(const Settings& settings, const std::string& leader, const std::string& symbol,
                     std::int64_t contracts, const std::string& reason);
int limit_command(const Settings& settings, const std::string& account, const std::string& limit,
                  const std::string& value, const std::string& reason);
int bust_command(const Settings& settings, const std::string& leader, const std::string& answer,
                 const std::string& reason);

// The journal that a settings file or a directory stands for, or nothing once the settings'
// problems were printed.
std::optional<JournalSource> find_journal(const std::string& file_or_directory);

// `lockstep journal`: every event as a line; the place of a damage, if there is one.
int journal_command(const JournalSource& source);

struct DumpOptions {
    bool json = false;
    bool decisions = false; // with what followed from each event
    std::uint64_t from = 1;
    std::uint64_t to = 0; // 0: to the end
};
int journal_dump_command(const JournalSource& source, const DumpOptions& options);
// A line a segment and one for the whole; fails at the first damage, which it names.
int journal_verify_command(const JournalSource& source);
// Steps the whole journal through a fresh machine that has no way out, and prints the hash of its
// state; fails when a hash in the journal says otherwise.
int journal_replay_command(const JournalSource& source);

struct ReplayOptions {
    std::string other;    // --settings
    std::string recorded; // --recorded; empty: as recorded_settings() finds them
    bool json = false;
};
// `lockstep replay`: the recorded day beside the same day with other settings.
int replay_command(const JournalSource& source, const ReplayOptions& options);

} // namespace lockstep
