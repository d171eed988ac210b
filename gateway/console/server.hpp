// The face of the room: HTTP/1.1 on the loopback, on a thread of its own. It holds no state of the
// gateway; it asks for pictures and hands actions on.
#pragma once

#include "console/actions.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace lockstep {

// Makes the JSON of one picture. Called on the console's thread, so that printing costs trading
// nothing.
using StatusPrinter = std::function<std::string()>;

// Called on the console's thread and must return at once. The answers may come from any thread; one
// that comes after `answer_time_max`, or after its connection has gone, is dropped. None may come
// while the server is being destroyed.
struct ConsoleHooks {
    std::function<void(std::function<void(StatusPrinter)>)> status;
    std::function<void(ConsoleAction, std::function<void(ActionOutcome)>)> act;
};

// At each bound the request ends with a reason, and nobody else notices.
struct ConsoleLimits {
    std::size_t connections_max = 64; // beyond, the one that has waited longest for a request goes
    std::size_t header_bytes_max = 8 * 1024;            // 431
    std::size_t body_bytes_max = 16 * 1024;             // 413
    std::chrono::milliseconds request_time_max{10'000}; // from idle to a whole request
    std::chrono::milliseconds answer_time_max{5'000};   // of the engine; 504
    std::chrono::milliseconds write_time_max{10'000};
};

class ConsoleServer {
  public:
    // Listens on `host` (a loopback address or "localhost") and `port`, 0 for any free one. Throws
    // std::runtime_error naming address, port and cause when it cannot. Every request needs
    // `token`.
    ConsoleServer(const std::string& host, std::uint16_t port, std::string token,
                  ConsoleHooks hooks, ConsoleLimits limits = {});
    ~ConsoleServer(); // stops it
    ConsoleServer(const ConsoleServer&) = delete;
    ConsoleServer& operator=(const ConsoleServer&) = delete;

    std::uint16_t port() const;
    void start();
    // Closes every connection and ends the thread. No hook is called afterwards.
    void stop();

  private:
    class Listener;
    std::unique_ptr<Listener> listener_;
};

} // namespace lockstep
