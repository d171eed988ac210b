// While it is open, what connections are given to send waits, so that several messages to the same
// peer leave in one write: most of what an order costs is the way through the kernel.
#pragma once

#include <memory>
#include <vector>

namespace lockstep {

class Connection;

class SendBatch {
  public:
    bool is_open() const { return open_; }
    void open() { open_ = true; }
    // It holds something back, the first since the batch is open.
    void join(std::shared_ptr<Connection> connection);
    // All that was held back leaves.
    void close();

  private:
    bool open_ = false;
    std::vector<std::shared_ptr<Connection>> holding_back_;
};

} // namespace lockstep
