// Sessions over Unix sockets, as a local tunnel offers them.
#include "host_bench.hpp"

#include "fix/address.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace lockstep {
namespace {

class UnixSocket : public testing::TestWithParam<std::string> {
  protected:
    boost::asio::io_context io;
    test::TemporaryDirectory folder;
    // In a folder of the test, or a name without a file.
    std::string path = GetParam() == "file" ? (folder.path() / "socket").string()
                                            : "@lockstep-test-" + folder.path().filename().string();

    SessionConfig listening() const {
        SessionConfig config = acceptor("VENUE", "LOCKSTEP");
        config.accept = {path, 0};
        return config;
    }
    SessionConfig dialling() const {
        SessionConfig config = initiator("LOCKSTEP", "VENUE", 0);
        config.endpoints = {{path, 0}};
        return config;
    }
};

TEST_P(UnixSocket, CarriesASession) {
    Bench venue(io, {listening()});
    venue.host->start();
    Bench gateway(io, {dialling()});
    gateway.host->start();
    ASSERT_TRUE(run_until(io, [&] { return gateway.is_up() && venue.is_up(); }));
    EXPECT_EQ(gateway.status().peer, path);
    ASSERT_TRUE(gateway.send("A-1"));
    EXPECT_TRUE(run_until(io, [&] { return venue.heard.size() == 1; }));
}

TEST_P(UnixSocket, IsDialledUntilSomebodyListens) {
    Bench gateway(io, {dialling()});
    gateway.host->start();
    ASSERT_TRUE(run_until(io, [&] { return !gateway.status().last_error.empty(); }));
    EXPECT_TRUE(gateway.status().last_error.starts_with("cannot connect to " + path + ": "));
    Bench venue(io, {listening()});
    venue.host->start();
    EXPECT_TRUE(run_until(io, [&] { return gateway.is_up(); }));
}

INSTANTIATE_TEST_SUITE_P(Kinds, UnixSocket, testing::Values("file", "name"),
                         [](const auto& kind) { return kind.param; });

TEST(UnixSocketFile, ThatACrashLeftBehindIsReplacedAndALiveOneIsNot) {
    boost::asio::io_context io;
    test::TemporaryDirectory folder;
    const std::string path = (folder.path() / "socket").string();
    {
        boost::asio::basic_socket_acceptor<boost::asio::generic::stream_protocol> dead(io);
        dead.open(unix_endpoint(path).protocol());
        dead.bind(unix_endpoint(path));
        dead.listen();
    }
    ASSERT_TRUE(std::filesystem::exists(path));
    SessionConfig config = acceptor("VENUE", "LOCKSTEP");
    config.accept = {path, 0};
    {
        Bench first(io, {config});
        first.host->start();
        config.sender_comp_id = "OTHER";
        Bench second(io, {config});
        EXPECT_THROW(second.host->start(), std::runtime_error);
        EXPECT_TRUE(std::filesystem::exists(path));
    }
    EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(Address, IsShownAsItIsWritten) {
    using boost::asio::ip::make_address;
    EXPECT_EQ(endpoint_text(ip_endpoint(make_address("127.0.0.1"), 5001)), "127.0.0.1:5001");
    EXPECT_EQ(endpoint_text(ip_endpoint(make_address("::1"), 5001)), "[::1]:5001");
    EXPECT_EQ(endpoint_text(unix_endpoint("/run/tunnel")), "/run/tunnel");
    EXPECT_EQ(endpoint_text(unix_endpoint("@tunnel")), "@tunnel");
    EXPECT_EQ(port_of(ip_endpoint(make_address("::1"), 5001)), 5001);
    EXPECT_EQ(port_of(unix_endpoint("@tunnel")), 0);
}

} // namespace
} // namespace lockstep
