#include "replay/record.hpp"

#include "codec/journal_codec.hpp"

#include <string>
#include <variant>

namespace lockstep {

namespace {

std::string place_of(const JournalRecord& record) {
    return "journal segment " + segment_file_name(record.segment) + ", offset " +
           std::to_string(record.offset) + ", event " + std::to_string(record.sequence);
}

class Known {
  public:
    explicit Known(const RouterConfig& config) : config_(config) {}

    bool operator()(const LeaderExecution& it) const {
        return has(it.leader) && has(it.execution.instrument);
    }
    bool operator()(const FollowerExecution& it) const {
        return has(it.follower) && has(it.execution.instrument);
    }
    bool operator()(const SessionChanged& it) const { return has(it.session); }
    bool operator()(const MarkChanged& it) const { return has(it.instrument) && has(it.session); }
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
    bool operator()(const Stopped&) const { return true; }
    bool operator()(const EntriesHeld&) const { return true; }
    bool operator()(const MassStatusEnded& it) const { return has(it.follower); }
    bool operator()(const FollowerPosition& it) const {
        return has(it.follower) && has(it.instrument);
    }
    bool operator()(const PositionsAnswered& it) const { return has(it.follower); }
    bool operator()(const WindowChanged& it) const { return has(it.follower); }
    bool operator()(const LimitChanged& it) const { return has(it.follower); }

  private:
    bool has(LeaderId id) const { return id.index < config_.leaders.size(); }
    bool has(FollowerId id) const { return id.index < config_.followers.size(); }
    bool has(SessionIndex id) const { return id.index < config_.sessions.size(); }
    bool has(InstrumentId id) const { return id.index < config_.instruments.size(); }

    const RouterConfig& config_;
};

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

bool is_known(const RouterConfig& config, const EventBody& body) {
    return std::visit(Known(config), body);
}

} // namespace lockstep
