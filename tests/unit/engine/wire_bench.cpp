#include "wire_bench.hpp"

#include "desk.hpp"
#include "fix/fix44_time.hpp"
#include "fix/wall_clock.hpp"
#include "journal/describe.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

namespace lockstep::test {

namespace {

constexpr std::chrono::seconds patience{20};

SessionConfig session(std::string sender, std::string target) {
    SessionConfig config;
    config.begin_string = "FIX.4.4";
    config.sender_comp_id = std::move(sender);
    config.target_comp_id = std::move(target);
    return config;
}

SessionConfig acceptor(std::string sender, std::string target) {
    SessionConfig config = session(std::move(sender), std::move(target));
    config.connection_type = ConnectionType::acceptor;
    config.accept = {"127.0.0.1", 0};
    return config;
}

SessionConfig initiator(std::string sender, std::string target, std::uint16_t port) {
    SessionConfig config = session(std::move(sender), std::move(target));
    config.connection_type = ConnectionType::initiator;
    config.endpoints = {{"127.0.0.1", port}};
    config.reconnect_interval_s = 0;
    return config;
}

} // namespace

std::string text(const FIX::Message& message, int tag) {
    return message.isSetField(tag) ? message.getField(tag) : std::string();
}

Peer::Peer(boost::asio::io_context& io, SessionConfig config,
           const std::filesystem::path& directory) {
    SessionHandlers handlers;
    handlers.on_message = [this](SessionIndex, const FIX::Message& message, Timestamp) {
        heard_.push_back(message);
    };
    handlers.on_state = [this](SessionIndex, bool up, const std::string&) { up_ = up; };
    host_ = std::make_unique<SessionHost>(io, std::vector{std::move(config)}, directory,
                                          std::move(handlers));
}

void Peer::say(const std::string& msg_type, const Tags& tags) {
    FIX::Message message;
    message.getHeader().setField(FIX::FIELD::MsgType, msg_type);
    for (const auto& [tag, value] : tags) message.setField(tag, value);
    const auto sent = host_->send(SessionIndex{0}, message);
    EXPECT_TRUE(sent) << sent.error().what;
}

std::optional<FIX::Message> Peer::take(const std::string& msg_type) {
    const auto found = std::ranges::find_if(heard_, [&](const FIX::Message& message) {
        return message.getHeader().getField(FIX::FIELD::MsgType) == msg_type;
    });
    if (found == heard_.end()) return std::nullopt;
    FIX::Message message = *found;
    heard_.erase(found);
    return message;
}

WireBench::WireBench() {
    broker1 = std::make_unique<Peer>(io, acceptor("BROKER1", "LOCKSTEP"), directory.path() / "b1");
    broker2 = std::make_unique<Peer>(io, acceptor("BROKER2", "LOCKSTEP"), directory.path() / "b2");
    broker1->start();
    broker2->start();
    settings.router = small_config();
    settings.sessions = {acceptor("LOCKSTEP", "LEADER"),
                         initiator("LOCKSTEP", "BROKER1", broker1->port()),
                         initiator("LOCKSTEP", "BROKER2", broker2->port())};
    settings.sessions[0].leads = true;
    settings.sessions[1].market_data = true;
    settings.gateway.data_directory = directory.path() / "gateway";
    settings.gateway.day_roll = {{17 * 3600, "America/Chicago"}, {17 * 3600, "America/Chicago"}};
    settings.gateway.hours.resize(2);
    settings.gateway.leader_session_end = {{16 * 3600, "America/Chicago"}};
    settings.digest = "0123456789abcdef";
    log = std::make_unique<EngineLog>(settings.gateway.data_directory, LogLevel::trace);
}

void WireBench::start_engine(bool changed_settings) {
    stopped_.reset();
    engine = std::make_unique<Engine>(
        io, settings, "test", *log, [this](bool failed) { stopped_ = failed; }, journal_options);
    engine->recover(changed_settings);
    engine->start();
    leader_port = engine->accept_ports().at(0).second;
}

bool WireBench::stop_engine() {
    engine->stop();
    EXPECT_TRUE(until([&] { return stopped_.has_value(); }));
    engine.reset();
    return stopped_.value_or(true);
}

void WireBench::kill_engine() { engine.reset(); }

void WireBench::dial_in() {
    leader.reset();
    leader = std::make_unique<Peer>(io, initiator("LEADER", "LOCKSTEP", leader_port),
                                    directory.path() / "leader");
    leader->start();
}

bool WireBench::until(const std::function<bool()>& done) {
    const auto limit = std::chrono::steady_clock::now() + patience;
    io.restart();
    while (!done()) {
        if (std::chrono::steady_clock::now() > limit) return false;
        io.run_one_for(std::chrono::milliseconds(50));
    }
    return true;
}

bool WireBench::all_up() {
    return until([&] {
        return std::ranges::all_of(status().sessions(),
                                   [](const auto& session) { return session.state() == "up"; });
    });
}

void WireBench::leader_fills(char side, int lots, const std::string& order) {
    const std::string size = std::to_string(lots);
    leader->say("8", {{1, "LEAD1"},
                      {37, order},
                      {17, order + "/1"},
                      {150, "F"},
                      {39, "2"},
                      {54, std::string(1, side)},
                      {55, "ES"},
                      {38, size},
                      {40, "1"},
                      {32, size},
                      {31, "4500.25"},
                      {14, size},
                      {151, "0"},
                      {60, fix44::format_utc_time(wall_clock_now())}});
}

void WireBench::fill(Peer& broker, const FIX::Message& order, const std::string& exec) {
    broker.say("8", {{1, text(order, 1)},
                     {11, text(order, 11)},
                     {37, "B-" + exec},
                     {17, exec},
                     {150, "F"},
                     {39, "2"},
                     {54, text(order, 54)},
                     {55, "ES"},
                     {38, text(order, 38)},
                     {40, "1"},
                     {32, text(order, 38)},
                     {31, "4500.50"},
                     {14, text(order, 38)},
                     {151, "0"},
                     {60, fix44::format_utc_time(wall_clock_now())}});
}

status::v1::Status WireBench::status() {
    std::optional<std::string> json;
    engine->console_hooks().status([&](StatusPrinter print) { json = print(); });
    // the engine answers on its own thread, which is this one
    while (!json) io.run_one_for(std::chrono::milliseconds(50));
    return parse_status_json(*json).value_or(status::v1::Status());
}

const status::v1::Follower& WireBench::follower(const std::string& account) {
    status_ = status();
    return *std::ranges::find(status_.followers(), account, &status::v1::Follower::account);
}

ActionOutcome WireBench::act(ConsoleAction action) {
    std::optional<ActionOutcome> outcome;
    engine->console_hooks().act(std::move(action), [&](ActionOutcome came) { outcome = came; });
    while (!outcome) io.run_one_for(std::chrono::milliseconds(50));
    return *outcome;
}

std::vector<std::string> WireBench::journal() {
    Names names = names_of(settings);
    std::vector<std::string> lines;
    auto reader = JournalReader::open(settings.gateway.data_directory / "journal");
    EXPECT_TRUE(reader) << reader.error().what;
    while (reader) {
        const auto record = reader->next();
        EXPECT_TRUE(record) << record.error().what;
        if (!record || !*record) break;
        if ((*record)->type != RecordType::event) continue;
        const auto event = read_event(**record, names);
        EXPECT_TRUE(event) << event.error().what;
        if (event) lines.push_back(describe(*event, names));
    }
    return lines;
}

} // namespace lockstep::test
