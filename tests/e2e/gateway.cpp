#include "e2e/gateway.hpp"

#include "codec/status_json.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <sstream>
#include <stdexcept>

namespace lockstep::e2e {

namespace {

const status::v1::FollowerInstrument&
instrument_of(const Status& status, const std::string& account, const std::string& symbol) {
    for (const auto& instrument : follower_of(status, account).instruments()) {
        if (instrument.instrument() == symbol) return instrument;
    }
    return status::v1::FollowerInstrument::default_instance();
}

} // namespace

Gateway::Gateway(const std::filesystem::path& folder, const std::string& settings)
    : folder_(folder) {
    write_text(settings_file(), settings);
}

void Gateway::begin() {
    std::filesystem::remove(data() / "console.port");
    process_ = std::make_unique<Process>(
        std::vector<std::string>{gateway_program(), "run", settings_file().string()},
        folder_ / "lockstep.log");
}

void Gateway::start() {
    begin();
    const bool answers =
        wait_until([this] { return status().has_value() || !process_->is_running(); });
    if (!answers || !process_->is_running()) ADD_FAILURE() << "the gateway does not start";
}

std::optional<int> Gateway::stop() {
    process_->signal(SIGTERM);
    return process_->wait();
}

void Gateway::kill() {
    process_->signal(SIGKILL);
    process_->wait();
}

std::uint16_t Gateway::port_of(const std::string& peer) const {
    std::istringstream lines(text_of(data() / "ports"));
    std::string id;
    for (std::uint16_t port = 0; lines >> id >> port;) {
        if (id.ends_with("->" + peer)) return port;
    }
    throw std::runtime_error("no port for " + peer);
}

std::uint16_t Gateway::console_port() const {
    std::istringstream line(text_of(data() / "console.port"));
    std::uint16_t port = 0;
    line >> port;
    return port;
}

std::string Gateway::token() const {
    std::istringstream line(text_of(data() / "token"));
    std::string token;
    line >> token;
    return token;
}

std::optional<Status> Gateway::status() const {
    const std::uint16_t port = console_port();
    if (port == 0) return std::nullopt;
    try {
        const HttpAnswer answer =
            http(port, "GET", "/api/status", {{"Authorization", "Bearer " + token()}});
        const auto parsed = parse_status_json(answer.body);
        return answer.status == 200 && parsed ? std::optional(*parsed) : std::nullopt;
    } catch (const std::runtime_error&) {
        return std::nullopt; // nobody listens
    }
}

bool Gateway::until(const std::function<bool(const Status&)>& holds) const {
    std::optional<Status> last;
    const bool held = wait_until([&] {
        last = status();
        return last && holds(*last);
    });
    if (!held) {
        ADD_FAILURE() << "the last status was\n" << (last ? status_json(*last) : "not to be had");
    }
    return held;
}

Finished Gateway::command(const std::string& command, const std::vector<std::string>& more) const {
    std::vector<std::string> words{gateway_program(), command, settings_file().string()};
    words.insert(words.end(), more.begin(), more.end());
    return run_to_end(words);
}

const status::v1::Follower& follower_of(const Status& status, const std::string& account) {
    for (const auto& follower : status.followers()) {
        if (follower.account() == account) return follower;
    }
    return status::v1::Follower::default_instance();
}

const status::v1::Session& session_of(const Status& status, const std::string& peer) {
    for (const auto& session : status.sessions()) {
        if (session.id().ends_with("->" + peer)) return session;
    }
    return status::v1::Session::default_instance();
}

int held(const Status& status, const std::string& account, const std::string& symbol) {
    return instrument_of(status, account, symbol).held();
}

int target(const Status& status, const std::string& account, const std::string& symbol) {
    return instrument_of(status, account, symbol).target();
}

int working(const Status& status, const std::string& account) {
    int total = 0;
    for (const auto& instrument : follower_of(status, account).instruments()) {
        total += instrument.working_entries() + instrument.working_exits();
    }
    return total;
}

bool is_up(const Status& status, const std::string& peer) {
    return session_of(status, peer).state() == "up";
}

} // namespace lockstep::e2e
