#include "codec/utc_text.hpp"
#include "fix/address.hpp"
#include "fix/wall_clock.hpp"
#include "preflight/preflight.hpp"
#include "preflight/probe.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <algorithm>
#include <atomic>
#include <thread>

namespace lockstep {

namespace {

namespace asio = boost::asio;

constexpr std::size_t probes_at_once = 32;
constexpr Duration clock_warn = Duration::milliseconds(500);
constexpr Duration clock_fail = Duration::seconds(2);

PreflightRow acceptor_row(const SessionConfig& config) {
    const std::string subject = "session " + config.id();
    if (is_unix_path(config.accept.host)) {
        return {Verdict::ok, subject, "waits for its peer at " + config.accept.host};
    }
    const std::string host = config.accept.host.empty() ? "127.0.0.1" : config.accept.host;
    const std::string where = host + ":" + std::to_string(config.accept.port);
    asio::io_context io;
    boost::system::error_code error;
    const auto address = asio::ip::make_address(host, error);
    asio::ip::tcp::acceptor acceptor(io);
    if (!error) acceptor.open(address.is_v4() ? asio::ip::tcp::v4() : asio::ip::tcp::v6(), error);
    if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) acceptor.bind({address, config.accept.port}, error); // and never listens
    if (error) return {Verdict::fail, subject, "cannot wait at " + where + ": " + error.message()};
    return {Verdict::ok, subject,
            "can wait at " + where + "; whether its peer dials, only a start shows"};
}

// How far the peer's clock is from ours, where it said; both are no good where they differ.
PreflightRow clock_row(const std::string& subject, Duration ahead) {
    const std::int64_t ns = ahead.ns < 0 ? -ahead.ns : ahead.ns;
    const Verdict verdict = ns >= clock_fail.ns   ? Verdict::fail
                            : ns >= clock_warn.ns ? Verdict::warn
                                                  : Verdict::ok;
    return {verdict, subject,
            "its clock is " + std::to_string(ns / 1'000'000) + " ms " +
                (ahead.ns < 0 ? "behind ours" : "ahead of ours")};
}

std::vector<PreflightRow> initiator_rows(const SessionConfig& config,
                                         const std::filesystem::path& data_directory) {
    const std::string subject = "session " + config.id();
    const Timestamp now = wall_clock_now();
    const SessionWindow window = session_window(config.schedule, now);
    if (!window.contains(now)) {
        return {{Verdict::warn, subject,
                 "is closed until " + utc_text(window.opens) + " by its hours; not dialled"}};
    }
    const ProbeResult result = probe(config, data_directory / "sessions");
    if (!result.trouble.empty()) return {{Verdict::fail, subject, result.trouble}};
    const std::string note = result.note.empty() ? "" : " (" + result.note + ")";
    std::vector<PreflightRow> rows{
        {Verdict::ok, subject,
         (result.logged_on ? "logged on and out at " : "") + result.where + note}};
    if (result.peer_ahead) {
        const PreflightRow clock = clock_row(subject, *result.peer_ahead);
        if (clock.verdict != Verdict::ok) rows.push_back(clock);
    }
    return rows;
}

} // namespace

std::vector<PreflightRow> check_sessions(const Settings& settings) {
    const auto& sessions = settings.sessions;
    std::vector<std::vector<PreflightRow>> found(sessions.size());
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        for (std::size_t i = next++; i < sessions.size(); i = next++) {
            found[i] = sessions[i].connection_type == ConnectionType::acceptor
                           ? std::vector{acceptor_row(sessions[i])}
                           : initiator_rows(sessions[i], settings.gateway.data_directory);
        }
    };
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < std::min(probes_at_once, sessions.size()); ++i) {
        threads.emplace_back(work);
    }
    threads.clear(); // waits for all
    std::vector<PreflightRow> rows;
    for (auto& some : found) {
        for (PreflightRow& row : some) rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace lockstep
