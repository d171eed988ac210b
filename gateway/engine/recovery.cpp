#include "engine/recovery.hpp"

#include <map>
#include <unordered_set>
#include <utility>

namespace lockstep {

namespace {

// Positions of what the settings do not have any more, by the fills alone.
class LeftBehind {
  public:
    void saw(const EventBody& body) {
        const auto* it = std::get_if<FollowerExecution>(&body);
        if (it == nullptr || it->execution.kind != ExecKind::fill) return;
        if (!seen_.insert(it->execution.exec_key).second) return;
        Position& held = held_[{it->follower, it->execution.instrument}];
        held = held + signed_quantity(it->execution.terms.side, it->execution.last_qty);
    }

    void tell(const Names& names, std::vector<std::string>& open) const {
        for (const auto& [what, held] : held_) {
            if (held.is_flat()) continue;
            open.push_back(std::string(names.follower(what.first)) +
                           " (not as in the settings) "
                           "holds " +
                           std::to_string(held.net) + " " + names.instrument(what.second).symbol);
        }
    }

  private:
    std::map<std::pair<FollowerId, InstrumentId>, Position> held_;
    std::unordered_set<ExecKey> seen_;
};

void tell_open(const Router& router, std::vector<std::string>& open) {
    const RouterConfig& config = router.config();
    for (std::uint32_t i = 0; i < config.followers.size(); ++i) {
        for (const LinkView& link : router.view(FollowerId{i}).links) {
            const std::string symbol = config.instruments[link.instrument.index].symbol;
            const Position net = link.held + link.foreign;
            if (!net.is_flat()) {
                open.push_back(config.followers[i].account + " holds " + std::to_string(net.net) +
                               " " + symbol);
            }
            const Quantity working = link.working_entries + link.working_exits;
            if (!working.is_zero()) {
                open.push_back(config.followers[i].account + " works " +
                               std::to_string(working.lots) + " " + symbol);
            }
        }
    }
}

} // namespace

Result<Recovered> recover(const std::filesystem::path& directory, Names& names, EngineCore& core,
                          DayCalendar& calendar) {
    auto reader = JournalReader::open(directory);
    if (!reader) return std::unexpected(reader.error());
    LeftBehind left_behind;
    Recovered recovered;
    while (true) {
        const auto record = reader->next();
        if (!record) return std::unexpected(record.error());
        if (!*record) break;
        if ((*record)->type != RecordType::event) continue;
        const auto event = read_event(**record, names);
        if (!event) return std::unexpected(event.error());
        ++recovered.events;
        if (const auto* started = std::get_if<Started>(&event->body)) {
            recovered.last = *started;
        }
        if (is_known(core.router().config(), event->body)) {
            core.replay(*event);
            calendar.saw(event->body, event->time);
        } else {
            ++recovered.passed_over;
            left_behind.saw(event->body);
            core.pass_over(*event);
        }
    }
    recovered.end = reader->end();
    tell_open(core.router(), recovered.open);
    left_behind.tell(names, recovered.open);
    return recovered;
}

} // namespace lockstep
