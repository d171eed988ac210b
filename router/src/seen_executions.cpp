#include "router/seen_executions.hpp"

namespace lockstep {

SeenExecutions::Verdict SeenExecutions::judge(const ExecutionEvent& execution) {
    const bool keyless = execution.kind == ExecKind::status ||
                         execution.kind == ExecKind::cancel_rejected || execution.exec_key.empty();
    if (keyless) return Verdict::fresh;
    RunningHash told;
    told.file(execution.kind, execution.order_key, execution.cl_ord_id, execution.instrument,
              execution.terms.side, execution.last_qty, execution.last_price);
    if (!keys_.push(execution.exec_key)) {
        const SeenExecution& before = *look_up(execution.exec_key);
        return before.told == told.value() ? Verdict::repeat : Verdict::changed;
    }
    filed_.file(execution.exec_key, told.value());
    executions_.push_back({execution.kind, execution.terms.side, false, execution.instrument,
                           execution.last_qty, execution.last_price, told.value(), 0});
    if (executions_.size() <= bound_) return Verdict::fresh;
    executions_.pop_front();
    keys_.pop();
    return Verdict::fresh;
}

void SeenExecutions::counted_for(const ExecKey& key, std::uint64_t order) {
    if (executions_.empty() || keys_[keys_.size() - 1] != key.view()) return;
    executions_.back().order = order;
}

const SeenExecution* SeenExecutions::find(const ExecKey& key) const {
    const SeenExecution* seen = const_cast<SeenExecutions*>(this)->look_up(key);
    return seen == nullptr || seen->taken_back ? nullptr : seen;
}

void SeenExecutions::amend(const ExecKey& key, Quantity quantity, Price price) {
    SeenExecution* seen = look_up(key);
    if (seen == nullptr) return;
    seen->quantity = quantity;
    seen->price = price;
    filed_.file(key, quantity, price);
}

void SeenExecutions::take_back(const ExecKey& key) {
    SeenExecution* seen = look_up(key);
    if (seen == nullptr) return;
    seen->taken_back = true;
    filed_.file(key, true);
}

void SeenExecutions::forget() {
    executions_.clear();
    keys_.clear();
}

SeenExecution* SeenExecutions::look_up(const ExecKey& key) {
    const auto place = keys_.find(key);
    return place ? &executions_[*place] : nullptr;
}

bool SeenExecutions::has_keys() const {
    for (std::size_t i = 0; i < keys_.size(); ++i) {
        if (!ExecKey::fits(keys_[i])) return false;
    }
    return keys_.size() == executions_.size();
}

} // namespace lockstep
