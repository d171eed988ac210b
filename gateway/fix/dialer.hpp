// An initiator's way to its peer: look up, connect, and when that fails the next endpoint of the
// list, with waits between that grow and differ from session to session.
#pragma once

#include "fix/address.hpp"
#include "fix/back_off.hpp"
#include "fix/connection.hpp"
#include "settings/session_config.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace lockstep {

class Dialer : public std::enable_shared_from_this<Dialer> {
  public:
    using Connected = std::function<void(Connection::Socket)>;
    using Failed = std::function<void(const std::string& why)>;

    // `session` names the session and seeds its rhythm. A host that is an address, or the path of
    // a Unix socket, is not looked up.
    Dialer(boost::asio::io_context& io, std::vector<Endpoint> endpoints, BackOff back_off,
           const TransportLimits& limits, Connected connected, Failed failed);

    // Dials now, unless it is dialling, waiting or connected already.
    void dial();
    // The connection that was made is lost. `was_up`: a Logon had been answered, so the list and
    // the waits begin anew; else the next endpoint is tried. Dials after the wait.
    void lost(bool was_up);
    // Gives up whatever is under way; nothing is called until dial().
    void cancel();
    bool is_idle() const { return state_ == State::idle; }
    bool is_connecting() const { return state_ == State::connecting; }

  private:
    enum class State : std::uint8_t { idle, waiting, connecting, connected };
    using Resolver = boost::asio::ip::tcp::resolver;
    using Endpoints = std::vector<StreamEndpoint>;

    void look_up();
    void connect(std::shared_ptr<Endpoints> addresses, std::size_t index);
    void fail(const std::string& why);
    void wait();
    void arm_deadline();
    std::string endpoint_text() const;
    // A handler's word only counts for the attempt that it belongs to.
    bool is_current(std::uint64_t attempt) const { return attempt == attempt_; }

    std::vector<Endpoint> endpoints_;
    BackOff back_off_;
    TransportLimits limits_;
    Connected connected_;
    Failed failed_;
    Resolver resolver_;
    Connection::Socket socket_;
    Timer timer_;
    State state_ = State::idle;
    std::uint64_t attempt_ = 0;
    std::size_t endpoint_ = 0; // index into endpoints_
};

} // namespace lockstep
