#include "chaos/journal_record.hpp"

#include "replay/record.hpp"
#include "router/router.hpp"
#include "settings/environment.hpp"

#include <stdexcept>
#include <type_traits>
#include <variant>

namespace lockstep::chaos {

namespace {

// Lockstep's key of an execution ends with the broker's own id.
std::string exec_id(const ExecutionEvent& execution) {
    const std::string key = execution.exec_key.str();
    return key.substr(key.rfind('/') + 1); // the whole when there is no /
}

class Reading {
  public:
    explicit Reading(const RouterConfig& config) : config_(config), router_(config) {}

    void take(const Event& event) {
        ++record_.events;
        if (std::holds_alternative<Started>(event.body)) ++record_.starts;
        if (const auto* it = std::get_if<LeaderExecution>(&event.body)) {
            record_.leader.push_back({event.sequence, event.time.ns, exec_id(it->execution),
                                      it->execution.kind == ExecKind::fill});
        }
        if (const auto* it = std::get_if<FollowerExecution>(&event.body)) {
            record_.executions[account(it->follower)].insert(exec_id(it->execution));
        }
        if (const auto* it = std::get_if<OrderNotSent>(&event.body)) {
            record_.not_sent.insert(it->cl_ord_id.str());
        }
        commands_.clear();
        router_.step(event, commands_);
        for (const Command& command : commands_) {
            std::visit([&](const auto& it) { note(event, it); }, command);
        }
    }

    JournalRecord& record() { return record_; }

  private:
    std::string account(FollowerId id) const { return config_.followers[id.index].account; }

    void note(const Event& event, const Decision& it) {
        record_.answers.push_back(
            {event.sequence, account(it.follower), it.orders, std::string(name(it.reason))});
        if (it.reason == Reason::none || it.reason == Reason::nothing_to_do) return;
        record_.reasoned.push_back(
            {event.time.ns, account(it.follower), std::string(name(it.reason)), ""});
    }
    void note(const Event& event, const Notice& it) {
        if (!it.follower) return;
        record_.reasoned.push_back(
            {event.time.ns, account(*it.follower), std::string(name(it.reason)), it.text});
    }
    void note(const Event&, const StatusRequest&) {}
    void note(const Event&, const MassStatusRequest&) {}
    void note(const Event&, const PositionRequest&) {}
    template <class Order> void note(const Event& event, const Approved<Order>& it) {
        record_.planned.push_back(
            {event.sequence, account(it.order().follower), it.order().cl_ord_id.str()});
    }

    const RouterConfig& config_;
    Router router_;
    std::vector<Command> commands_;
    JournalRecord record_;
};

template <class Value> Value must(Result<Value> result) {
    if (!result) throw std::runtime_error("the journal: " + result.error().what);
    return std::move(*result);
}

} // namespace

JournalRecord read_journal(const std::filesystem::path& settings_file,
                           const std::filesystem::path& data_directory) {
    const Checked checked = check_settings(settings_file, Environment::of_process());
    if (!checked.settings) throw std::runtime_error("the settings are not good any more");
    Names names = names_of(*checked.settings);
    Reading reading(checked.settings->router);
    auto reader = must(JournalReader::open(data_directory / "journal"));
    while (const auto found = must(reader.next())) {
        if (found->type == RecordType::event) reading.take(must(read_event(*found, names)));
    }
    reading.record().segments = reader.end().segment;
    return std::move(reading.record());
}

} // namespace lockstep::chaos
