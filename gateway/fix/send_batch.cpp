#include "fix/send_batch.hpp"

#include "fix/connection.hpp"

#include <utility>

namespace lockstep {

void SendBatch::join(std::shared_ptr<Connection> connection) {
    holding_back_.push_back(std::move(connection));
}

void SendBatch::close() {
    open_ = false;
    for (const auto& connection : holding_back_) connection->send_held_back();
    holding_back_.clear();
}

} // namespace lockstep
