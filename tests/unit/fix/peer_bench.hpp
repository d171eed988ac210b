// A host between a peer that the test plays byte by byte and one that is well.
#pragma once

#include "host_bench.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>

namespace lockstep {

// A host that accepts PEER and OTHER on one port; `peer` misbehaves, `other` is well.
class SessionPeer : public testing::Test {
  protected:
    boost::asio::io_context io;
    std::unique_ptr<Bench> bench;
    RawPeer peer{io, "PEER", "LOCKSTEP"};
    RawPeer other{io, "OTHER", "LOCKSTEP"};

    void open(TransportLimits limits = {}, const std::map<std::string, std::string>& keys = {}) {
        SessionConfig config = acceptor("LOCKSTEP", "PEER");
        config.quickfix = keys;
        bench = std::make_unique<Bench>(
            io, std::vector<SessionConfig>{config, acceptor("LOCKSTEP", "OTHER")}, limits);
        bench->host->start();
        other.dial(bench->port());
        other.log_on();
        ASSERT_TRUE(until([&] { return bench->is_up(1); }));
    }
    void open_and_log_on(TransportLimits limits = {},
                         const std::map<std::string, std::string>& keys = {}) {
        open(limits, keys);
        peer.dial(bench->port());
        peer.log_on();
        ASSERT_TRUE(until([&] { return bench->is_up(); }));
    }
    bool until(const std::function<bool()>& holds) { return run_until(io, holds); }
    void come_back() {
        peer.dial(bench->port());
        peer.log_on();
    }
    // The other session lives: it sends a message, which is heard.
    void expect_other_unharmed() {
        const std::size_t before = bench->heard.size();
        other.send("8", "37=1|17=1|150=0|39=0|11=unharmed|");
        EXPECT_TRUE(until([&] { return bench->heard.size() == before + 1; }));
        EXPECT_TRUE(bench->is_up(1));
        EXPECT_FALSE(other.is_closed());
    }
    // Gives what the last attempt came to, and the most bytes that waited meanwhile.
    std::pair<Result<std::uint64_t>, std::size_t> send_until_refused() {
        Result<std::uint64_t> sent = 0;
        std::size_t most = 0;
        for (int i = 0; i < 100'000 && sent; ++i) {
            sent = bench->send("order " + std::to_string(i));
            most = std::max(most, bench->status().bytes_queued);
        }
        return {sent, most};
    }
    std::string report(const std::string& cl_ord_id) {
        return "37=1|17=" + cl_ord_id + "|150=0|39=0|11=" + cl_ord_id + "|";
    }
};

} // namespace lockstep
