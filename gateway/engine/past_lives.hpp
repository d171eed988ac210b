// What the journal tells of the lives of the process before this one, the machine's state apart.
#pragma once

#include "codec/names.hpp"
#include "proto/archive.hpp"
#include "proto/events.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace lockstep {

// Positions of accounts and instruments that the settings do not have any more, by the fills alone.
class LeftBehind {
  public:
    void saw(const EventBody& body, const Names& names);
    // Adds "F50K (not as in the settings) holds 2 ES" for each that is not flat.
    void tell(std::vector<std::string>& open) const;

    static void fields(auto& self, auto& archive) {
        archive.sorted(self.held_);
        archive.sorted(self.seen_);
    }

  private:
    std::map<std::pair<std::string, std::string>, Position> held_; // by account and symbol
    std::unordered_map<ExecKey, bool> seen_;
};

struct PastLives {
    bool any = false;
    Started newest;                // of the newest life
    bool ended_clean = false;      // that life said Stopped
    bool did_business = false;     // it took executions, or an operator's word
    std::uint64_t passed_over = 0; // events about what the settings do not have any more
    LeftBehind left_behind;

    void saw(const EventBody& body);

    static void fields(auto& self, auto& archive) {
        archive(self.any, self.newest.settings_digest, self.newest.version, self.newest.epoch,
                self.newest.state_version, self.ended_clean, self.did_business, self.passed_over,
                self.left_behind);
    }
};

} // namespace lockstep
