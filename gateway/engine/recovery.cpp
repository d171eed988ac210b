#include "engine/recovery.hpp"

#include "codec/journal_codec.hpp"

#include <map>
#include <unordered_set>
#include <utility>

namespace lockstep {

namespace {

std::string place_of(const JournalRecord& record) {
    return "journal segment " + segment_file_name(record.segment) + ", offset " +
           std::to_string(record.offset) + ", event " + std::to_string(record.sequence);
}

// Whether everything that an event names is in the settings.
class Known {
  public:
    explicit Known(const RouterConfig& config) : config_(config) {}

    bool operator()(const LeaderExecution& it) const {
        return has(it.leader) && has(it.execution.instrument);
    }
    bool operator()(const FollowerExecution& it) const {
        return has(it.follower) && has(it.execution.instrument);
    }
    bool operator()(const SessionChanged& it) const {
        return it.session.index < config_.sessions.size();
    }
    bool operator()(const MarkChanged& it) const { return has(it.instrument); }
    bool operator()(const LeaderBalance& it) const { return has(it.leader); }
    bool operator()(const FollowerBalance& it) const { return has(it.follower); }
    bool operator()(const LeaderPosition& it) const { return has(it.leader) && has(it.instrument); }
    bool operator()(const DayRolled& it) const { return has(it.follower); }
    bool operator()(const LeaderSessionEnded& it) const { return has(it.leader); }
    bool operator()(const OrderNotSent& it) const { return has(it.follower); }
    bool operator()(const OperatorCommand& it) const {
        return (!it.follower || has(*it.follower)) && (!it.group || has(*it.group));
    }
    bool operator()(const Started&) const { return true; }
    bool operator()(const TimerFired&) const { return true; }

  private:
    bool has(LeaderId id) const { return id.index < config_.leaders.size(); }
    bool has(FollowerId id) const { return id.index < config_.followers.size(); }
    bool has(InstrumentId id) const { return id.index < config_.instruments.size(); }

    const RouterConfig& config_;
};

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

Names names_of(const Settings& settings) {
    NameLists lists;
    lists.instruments = settings.router.instruments;
    for (const LeaderConfig& leader : settings.router.leaders) {
        lists.leaders.push_back(leader.account);
    }
    for (const FollowerConfig& follower : settings.router.followers) {
        lists.followers.push_back(follower.account);
    }
    for (const SessionConfig& session : settings.sessions) lists.sessions.push_back(session.id());
    return Names(lists);
}

Result<Event> read_event(const JournalRecord& record, Names& names) {
    auto event = decode(record.payload, names);
    if (!event && learn_names(record.payload, names)) event = decode(record.payload, names);
    if (!event) return failure(place_of(record) + ": " + event.error().what);
    if (event->sequence != record.sequence) {
        return failure(place_of(record) + ": holds event " + std::to_string(event->sequence));
    }
    return event;
}

Result<Recovered> recover(const std::filesystem::path& directory, Names& names, EngineCore& core,
                          DayCalendar& calendar) {
    auto reader = JournalReader::open(directory);
    if (!reader) return std::unexpected(reader.error());
    const Known known(core.router().config());
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
            if (!recovered.first) recovered.first = *started;
            recovered.last = *started;
        }
        if (std::visit(known, event->body)) {
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
