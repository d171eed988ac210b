// The picture: last follower's p50 against the number of followers, both on logarithmic scales.
#include "bench/wire/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <map>
#include <stdexcept>

namespace lockstep::bench {

namespace {

constexpr double width = 760;
constexpr double height = 480;
constexpr double left = 80;
constexpr double right = 200;
constexpr double top = 30;
constexpr double bottom = 60;
// as many as there are sides
constexpr std::array colours{"#1f5fa8", "#17a2b8", "#8e5ea2", "#2e8b57",
                             "#b8860b", "#777777", "#c0392b"};

// A decade scale between two values.
struct Scale {
    double from_log = 0;
    double to_log = 1;
    double from = 0;
    double to = 1;
    double at(double value) const {
        return from + (std::log10(value) - from_log) / (to_log - from_log) * (to - from);
    }
};

using Line = std::vector<std::pair<int, double>>; // followers, microseconds

std::map<std::string, Line> lines_of(const std::vector<Point>& points) {
    std::map<std::string, Line> lines;
    for (const Point& point : points) {
        for (const Series& series : point.series) {
            const auto p50 = best_of(series.rounds).at[2].p50_ns;
            lines[series.name].emplace_back(point.followers, static_cast<double>(p50) / 1000.0);
        }
    }
    return lines;
}

std::string text(double x, double y, std::string_view anchor, std::string_view words) {
    return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>\n", x, y,
                       anchor, words);
}

std::string grid(const Scale& across, const Scale& up, const std::vector<Point>& points) {
    std::string svg;
    for (const Point& point : points) {
        const double x = across.at(point.followers);
        svg += fmt::format("<path d=\"M{0:.1f} {1}V{2}\" stroke=\"#eee\"/>\n", x, top,
                           height - bottom);
        svg += text(x, height - bottom + 20, "middle", std::to_string(point.followers));
    }
    for (double decade = up.from_log; decade <= up.to_log; decade += 1) {
        const double value = std::pow(10.0, decade);
        const double y = up.at(value);
        svg +=
            fmt::format("<path d=\"M{0} {1:.1f}H{2}\" stroke=\"#ddd\"/>\n", left, y, width - right);
        svg += text(left - 8, y + 4, "end", fmt::format("{:.0f} us", value));
    }
    svg += text((left + width - right) / 2, height - 15, "middle", "followers");
    svg +=
        text(left, top - 12, "start", "from the leader's fill to the last follower's order, p50");
    return svg;
}

} // namespace

void write_picture(const std::vector<Point>& points, const std::filesystem::path& file) {
    const auto lines = lines_of(points);
    double least = 1e9;
    double most = 1;
    for (const auto& [name, line] : lines) {
        for (const auto& [followers, value] : line) {
            least = std::min(least, value);
            most = std::max(most, value);
        }
    }
    const Scale across{std::log10(points.front().followers),
                       std::log10(std::max(points.back().followers, 2)), left, width - right};
    const Scale up{std::floor(std::log10(least)), std::ceil(std::log10(most)), height - bottom,
                   top};
    std::string svg = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" "
        "font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"{0}\" height=\"{1}\" "
        "fill=\"white\"/>\n",
        width, height);
    svg += grid(across, up, points);
    std::size_t colour = 0;
    for (const auto& [name, line] : lines) {
        std::string path;
        for (const auto& [followers, value] : line) {
            path += fmt::format("{}{:.1f} {:.1f}", path.empty() ? "M" : "L", across.at(followers),
                                up.at(value));
        }
        const char* const ink = colours[colour++ % colours.size()];
        svg += fmt::format("<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\"/>\n",
                           path, ink);
        const double legend = top + 20.0 * static_cast<double>(colour);
        svg += fmt::format("<path d=\"M{0} {1}h20\" stroke=\"{2}\" stroke-width=\"2\"/>\n",
                           width - right + 15, legend - 4, ink);
        svg += text(width - right + 40, legend, "start", name);
    }
    std::ofstream out(file);
    out << svg << "</svg>\n";
    if (!out.flush()) throw std::runtime_error("cannot write " + file.string());
}

} // namespace lockstep::bench
