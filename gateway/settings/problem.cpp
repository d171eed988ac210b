#include "settings/problem.hpp"

#include "proto/check.hpp"

#include <algorithm>

namespace lockstep {

std::string Location::seen_from(const Location& here) const {
    const std::string number = std::to_string(line);
    return here.order == order ? "line " + number : file + ":" + number;
}

std::string Problem::str() const {
    std::string text = where.file;
    if (where.line > 0) text += ":" + std::to_string(where.line);
    text += is_warning ? ": warning: " : ": ";
    return text + what + "; " + mend;
}

void Problems::error(const Location& where, std::string what, std::string mend) {
    add({where, false, std::move(what), std::move(mend)});
}

void Problems::error(const Location& where, const std::string& subject, const Error& trouble) {
    const auto split = trouble.what.find("; ");
    LOCKSTEP_CHECK(split != trouble.what.npos);
    error(where, subject + " " + trouble.what.substr(0, split), trouble.what.substr(split + 2));
}

void Problems::warning(const Location& where, std::string what, std::string mend) {
    add({where, true, std::move(what), std::move(mend)});
}

void Problems::add(Problem problem) {
    if (!problem.is_warning) ++errors_;
    if (kept_.size() == kept_max) {
        ++dropped_;
        return;
    }
    if (!seen_.emplace(problem.where.order, problem.where.line, problem.what).second) return;
    kept_.push_back(std::move(problem));
}

std::vector<Problem> Problems::sorted() const {
    std::vector<Problem> all = kept_;
    std::stable_sort(all.begin(), all.end(), [](const Problem& a, const Problem& b) {
        return std::tie(a.where.order, a.where.line) < std::tie(b.where.order, b.where.line);
    });
    if (dropped_ > 0) {
        Location file = all.front().where;
        file.line = 0;
        all.push_back({file, false, std::to_string(dropped_) + " more problems are not listed",
                       "mend those above first"});
    }
    return all;
}

std::string shown(std::string_view text) {
    constexpr std::size_t shown_max = 40;
    std::string result(text.substr(0, shown_max));
    for (char& c : result) {
        if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) >= 0x7f) c = '?';
    }
    if (text.size() > shown_max) result += "...";
    return result;
}

} // namespace lockstep
