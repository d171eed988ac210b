// A relay between the gateway and the simulator, a port for each session, that spoils connections
// the way networks do: cut, cut in the middle of a message, slow, or stalled.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace lockstep::chaos {

class Relay {
  public:
    // Listens on a free port of 127.0.0.1 for each of `sessions`, and passes everything on to
    // 127.0.0.1:`to_port` and back, on a thread of its own. Throws std::runtime_error.
    Relay(std::size_t sessions, std::uint16_t to_port);
    ~Relay();
    Relay(const Relay&) = delete;
    Relay& operator=(const Relay&) = delete;

    std::vector<std::uint16_t> ports() const;

    // Closes what is connected; it may come back at once.
    void cut(std::size_t session);
    // Closes it when so many more bytes have gone either way.
    void cut_after(std::size_t session, std::size_t bytes);
    // From now on 16 bytes go each way every 10 ms, until heal().
    void trickle(std::size_t session);
    // From now on nothing is read, until heal(). New connections are taken, and stall too.
    void stall(std::size_t session);
    // What waits goes on, of connections that are closed on one side too.
    void heal();

    // Calls `then` once, on the relay's thread, when the n-th fill from now (n = 0: the next one)
    // has been passed on to the gateway on that session, or at the first new order of the gateway,
    // on any session, after that. Another call replaces it.
    enum class Moment : std::uint8_t { fill, order };
    void at(Moment moment, std::size_t session, int n, std::function<void()> then);
    // Whether `then` has been called.
    bool was_called() const;

    // Connections that were cut by cut() and cut_after().
    int cuts() const;

  private:
    class Loop;
    std::unique_ptr<Loop> loop_;
};

} // namespace lockstep::chaos
