// What Lockstep itself says of the day: its journal, read back, and what follows from it by its own
// rules. The checker holds it against the exchange's ledger.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace lockstep::chaos {

// The one answer to one execution report of the leader, for one follower.
struct Answer {
    std::uint64_t cause = 0; // journal sequence of the report
    std::string account;
    std::uint32_t orders = 0;
    std::string reason; // why there is no order
};

// An order, replace or cancel that follows from an event.
struct Planned {
    std::uint64_t cause = 0;
    std::string account;
    std::string cl_ord_id;
};

// Said of an account: why it is not where its leader is.
struct Reasoned {
    std::int64_t time_ns = 0;
    std::string account;
    std::string reason;
    std::string text;
};

struct LeaderReport {
    std::uint64_t sequence = 0;
    std::int64_t time_ns = 0;
    std::string exec; // tag 17
    bool is_fill = false;
};

struct JournalRecord {
    std::uint64_t events = 0;
    std::uint32_t segments = 0;
    std::uint32_t starts = 0;
    std::vector<LeaderReport> leader;
    std::map<std::string, std::set<std::string>> executions; // of followers: account, tag 17
    std::vector<Answer> answers;
    std::vector<Planned> planned;
    std::set<std::string> not_sent; // ClOrdIDs that their session did not take
    std::vector<Reasoned> reasoned;
};

// Reads the journal below `data_directory` by the settings that it was made with. Throws
// std::runtime_error when either is not good.
JournalRecord read_journal(const std::filesystem::path& settings_file,
                           const std::filesystem::path& data_directory);

} // namespace lockstep::chaos
