// What the rounds showed, for people (tables, a picture) and for programs (JSON).
#pragma once

#include "bench/wire/measure.hpp"

#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

namespace lockstep::bench {

// One subject at one number of followers.
struct Series {
    std::string name;
    Subject::Kind kind = Subject::Kind::gateway;
    std::vector<Round> rounds;
    double user_share = 0;
    std::int64_t kb_per_follower = 0;
};

struct Point {
    int followers = 0;
    std::vector<Series> series; // the relay first
    std::string remark;         // why a control is missing
};

// The table of one point, every round of the last follower's p50 below it.
void print(const Point& point, std::ostream& out);
// Whether the gateway keeps within the ratios of docs/performance.md, line by line.
void print_goals(const std::vector<Point>& points, std::ostream& out);
void write_json(const std::vector<Point>& points, const std::filesystem::path& file);
// Last follower's p50 against the number of followers.
void write_picture(const std::vector<Point>& points, const std::filesystem::path& file);

} // namespace lockstep::bench
