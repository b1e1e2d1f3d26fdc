"""The tables that compare all reports: where others are faster, and which targets are met. Used by benchmarks/table."""
import json
import pathlib

TARGETS = pathlib.Path(__file__).resolve().parent / 'targets.json'

# The figures of which more is better; of all others, less is.
MORE_IS_BETTER = {
    'callsPerSecond', 'reparseRatio', 'repairedShare', 'rejectedShare', 'typicalRepaired', 'limitUsedShare',
    'largeUsedShare', 'largeBoundShare', 'phaseShare', 'streams', 'rounds',
}


class Comparison:
    """One figure of this library beside the same figure of another one."""

    def __init__(self, benchmark, figure, description, unit, peer, ours, theirs):
        self.benchmark = benchmark
        self.description = description
        self.unit = unit
        self.peer = peer
        self.ours = ours
        self.theirs = theirs
        self.more_is_better = figure in MORE_IS_BETTER

    def is_loss(self):
        return self.ours < self.theirs if self.more_is_better else self.ours > self.theirs

    def is_win(self):
        return self.ours > self.theirs if self.more_is_better else self.ours < self.theirs

    def result(self):
        return 'loss' if self.is_loss() else 'win' if self.is_win() else 'equal'

    def ratio(self):
        """Returns None without two positive figures: the difference of two times can be negative."""
        return self.ours / self.theirs if self.ours > 0 and self.theirs > 0 else None


def comparisons(benchmark, rows, report, peer_names):
    """Returns the comparisons of a report, in the order of the table's rows."""
    found = []
    for figure, description, unit, keys in rows:
        for key in keys:
            name, _, other_unit = key.partition(':')
            entry = report.get('compared', {}).get(name)
            if entry is None or figure not in report:
                continue
            theirs = entry['peerFigure']
            # Of a figure that is itself a ratio, the entry contains the other's value in its own unit.
            ours = entry['ratio'] * theirs if other_unit and 'ratio' in entry else report[figure]
            if other_unit and 'ratio' not in entry:
                continue
            found.append(Comparison(
                benchmark, figure, filled(description, report), other_unit or unit,
                peer_names.get(entry['peer'], entry['peer']), ours, theirs))
    return found


def filled(description, report):
    counts = {key: f'{value:,}' for key, value in report.get('counts', {}).items()}
    return description.format(**counts)


def losses_table(found, quantity):
    """Returns the table of the comparisons in which another library is better, the clearest first."""
    lost = [comparison for comparison in found if comparison.is_loss()]
    if not lost:
        return 'In no comparison of these tables is another library better.'
    lost.sort(key=disadvantage, reverse=True)
    lines = ['| benchmark | measurement | Atomic Agents | better | factor |', '|---|---|---|---|---|']
    for each in lost:
        lines.append(f'| {each.benchmark} | {each.description} | {rounded(each.ours, each.unit, quantity)} | '
                     f'{each.peer} {quantity(each.theirs, each.unit)} | {factor(disadvantage(each))} |')
    return '\n'.join(lines + ['', f'{len(lost)} of {len(found)} comparisons.'])


def disadvantage(comparison):
    worse, better = comparison.ours, comparison.theirs
    if comparison.more_is_better:
        worse, better = better, worse
    return worse / better if worse > 0 and better > 0 else float('inf')


def factor(value):
    return '' if value == float('inf') else f'{value:.3g}×'


def rounded(value, unit, quantity):
    return quantity(value if isinstance(value, int) else float(f'{value:.4g}'), unit)


class Check:
    """One condition of a target, and the figure that it holds against."""

    def __init__(self, target, check, report, failed, peer_names):
        self.target = target
        self.name = check['name']
        self.unit = check['unit']
        self.limit = check.get('most', check.get('least'))
        self.is_most = 'most' in check
        self.failed = failed
        self.figure = value(report, check['figure']) if report else None
        self.spread = (report or {}).get('spread', {}).get(check.get('figure'))
        self.quick = bool(report) and (report.get('quick', False) or not report.get('warm', True))
        self.peer = peer(report, check.get('figure', ''), peer_names)

    def is_met(self):
        """Returns None for a figure that was not measured."""
        if self.figure is None:
            return None
        return self.figure <= self.limit if self.is_most else self.figure >= self.limit

    def verdict(self):
        if self.figure is None:
            return 'the benchmark failed' if self.failed else 'no report'
        met = 'met' if self.is_met() else '**missed**'
        return met + (' (an earlier run; the last one failed)' if self.failed else '') + (
            ' (cold or quick)' if self.quick else '')


def value(report, path):
    found = report
    for key in path.split('.'):
        if not isinstance(found, dict) or key not in found:
            return None
        found = found[key]
    return found


def peer(report, figure, peer_names):
    """Returns the other library of a figure, with its version; empty for a figure of ours alone."""
    name = figure.removeprefix('compared.').removesuffix('.ratio')
    entry = ((report or {}).get('compared') or {}).get(name)
    if name == 'peerRatio' and report:
        return 'LangChain4j'
    return f'{peer_names.get(entry["peer"], entry["peer"])} {entry["peerVersion"]}' if entry else ''


def checks(reports, failures, peer_names):
    """Returns the checks of all targets."""
    return [
        Check(target, check, reports.get(target.get('benchmark')), target.get('benchmark') in failures, peer_names)
        for target in json.loads(TARGETS.read_text(encoding='utf-8')) for check in target['checks']
    ]


def targets_table(found, quantity, number):
    lines = ['| case | figure | target | measured | range | peer | result |', '|---|---|---|---|---|---|---|']
    last = None
    for check in found:
        case = check.target['case'] if check.target is not last else ''
        last = check.target
        lines.append('| {} | {} | {} {} | {} | {} | {} | {} |'.format(
            case, check.name, '≤' if check.is_most else '≥', quantity(check.limit, check.unit),
            '' if check.figure is None else quantity(check.figure, check.unit),
            f'{number(check.spread[0])} to {number(check.spread[1])}' if check.spread else '',
            check.peer, check.verdict()))
    measured = [check for check in found if check.is_met() is not None]
    met = sum(check.is_met() for check in measured)
    return '\n'.join(lines + ['', f'{met} of {len(measured)} measured figures meet their target.'] + remarks(found))


def remarks(found):
    """Returns what targets.json contains about missed targets."""
    lines = []
    seen = []
    for check in found:
        target = check.target
        if any(target is other for other in seen):
            continue
        own = [each for each in found if each.target is target]
        if any(each.is_met() is False for each in own):
            lines.append(f'- Missed, {target["case"]}: {target.get("missed", "not explained yet")}.')
        seen.append(target)
    return [''] + lines if lines else []


def summary(found, all_checks, failures, quantity):
    """Returns the text that benchmarks/compare prints at its end."""
    lines = []
    for each in found:
        ratio = each.ratio()
        lines.append('{:<13} {:<64.64} {:>16} {:>28} {:>8}  {}'.format(
            each.benchmark, each.description, rounded(each.ours, each.unit, quantity),
            f'{each.peer} {quantity(each.theirs, each.unit)}', '' if ratio is None else f'{ratio:.3g}', each.result()))
    results = [each.result() for each in found]
    lines.append(f'{results.count("win")} wins, {results.count("loss")} losses, {results.count("equal")} equal')
    for check in all_checks:
        if check.is_met() is False:
            lines.append(f'missed target: {check.target["case"]}: {check.name} {quantity(check.figure, check.unit)}, '
                         f'expected {"at most" if check.is_most else "at least"} {quantity(check.limit, check.unit)}')
    for name, failure in failures.items():
        lines.append(f'failed: {name}: {failure}')
    return '\n'.join(lines)
