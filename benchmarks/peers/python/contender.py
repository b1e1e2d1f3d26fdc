"""The contenders of the Python framework atomic-agents, with the protocol of ContenderMain and FirstCallsMain.

usage: contender.py ContenderMain NAME BASE_URL EXPECTED_FILE
       contender.py FirstCallsMain CALLS NAME BASE_URL EXPECTED_FILE

NAME is http-python (an agent's call with an order as its output) or stream-python (an agent's stream of a report,
read with every partial value). EXPECTED_FILE contains the JSON of the value that every call must return.
"""
import os
import sys
import time

# Standard output belongs to the protocol.
RESULTS = os.fdopen(os.dup(1), 'w', buffering=1)
os.dup2(2, 1)

import pathlib  # noqa: E402
import statistics  # noqa: E402
from decimal import Decimal  # noqa: E402
from enum import Enum  # noqa: E402
from typing import List  # noqa: E402

import instructor  # noqa: E402
from openai import OpenAI  # noqa: E402
from pydantic import BaseModel, Field  # noqa: E402

try:
    from atomic_agents import AgentConfig, AtomicAgent, BaseIOSchema
    from atomic_agents.context import SystemPromptGenerator

    LATEST = True
except ImportError:
    from atomic_agents.agents.base_agent import BaseAgent as AtomicAgent
    from atomic_agents.agents.base_agent import BaseAgentConfig as AgentConfig
    from atomic_agents.lib.base.base_io_schema import BaseIOSchema
    from atomic_agents.lib.components.system_prompt_generator import SystemPromptGenerator

    LATEST = False

INSTRUCTION = "You read orders out of customers' messages."
QUESTION = ('Two kettles KT-200 at 39.90 euros and a filter FX-1 at 4.50 to Ada Byron, Dorset Street 1,'
            ' London.')


class OrderText(BaseIOSchema):
    """A message that holds an order"""

    text: str = Field(..., description='The message')


class OrderStatus(str, Enum):
    """The status of an order"""

    NEW = 'NEW'
    PAID = 'PAID'
    SHIPPED = 'SHIPPED'
    CANCELLED = 'CANCELLED'


class Address(BaseModel):
    """A postal address"""

    street: str = Field(..., min_length=1)
    city: str = Field(..., min_length=1)
    country: str = Field(..., pattern='^[A-Z]{2}$', description='Two letters, as in ISO 3166')


class Customer(BaseModel):
    """A customer"""

    name: str = Field(..., min_length=1, description='First and last name')
    address: Address = Field(..., description='The delivery address')


class Money(BaseModel):
    """An amount of money"""

    amount: Decimal = Field(..., ge=0)
    currency: str = Field(..., min_length=3, max_length=3, description='Three letters, as in ISO 4217')


class OrderLine(BaseModel):
    """One line of an order"""

    sku: str = Field(..., min_length=1, description="The article's number")
    quantity: int = Field(..., ge=1, le=1000, description='The quantity')
    price: Money = Field(..., description='Price per piece')


class Order(BaseIOSchema):
    """An order as it was read from a customer's message"""

    id: str = Field(..., min_length=1, max_length=40, description="The order's number")
    status: OrderStatus = Field(..., description="The order's status")
    customer: Customer = Field(..., description='The customer')
    lines: List[OrderLine] = Field(..., min_length=1, max_length=50, description='The ordered articles')
    notes: List[str] = Field(..., max_length=5, description='Further requests')


class ReportFigure(BaseModel):
    """A figure"""

    name: str
    value: float
    unit: str


class Section(BaseModel):
    """A section"""

    number: int
    heading: str
    # A partial value with an enum fails as long as its name is incomplete.
    status: str
    body: str
    figures: List[ReportFigure]
    tags: List[str]


class Report(BaseIOSchema):
    """A report"""

    title: str
    isPublic: bool
    sections: List[Section]


def agent(base_url, input_type, output_type):
    client = instructor.from_openai(
        OpenAI(base_url=base_url, api_key='none', max_retries=0), mode=instructor.Mode.JSON_SCHEMA)
    prompt = SystemPromptGenerator(background=[INSTRUCTION])
    if LATEST:
        config = AgentConfig(
            client=client, model='stub', mode=instructor.Mode.JSON_SCHEMA, system_prompt_generator=prompt)
        return AtomicAgent[input_type, output_type](config)
    return AtomicAgent(AgentConfig(client=client, model='stub', system_prompt_generator=prompt,
                                   input_schema=input_type, output_schema=output_type))


def typed_call(base_url):
    orders = agent(base_url, OrderText, Order)

    def call():
        # Every call of the other contenders is the first one of its conversation, too.
        orders.reset_history() if LATEST else orders.reset_memory()
        return orders.run(OrderText(text=QUESTION))

    return call, Order


def partial_stream(base_url):
    reports = agent(base_url, OrderText, Report)

    def call():
        question = OrderText(text='How was the year?')
        reports.reset_history() if LATEST else reports.reset_memory()
        last = None
        for last in reports.run_stream(question) if LATEST else sync_partials(reports, question):
            pass
        return last

    return call, Report


def sync_partials(reports, question):
    """Returns the partial values of version 1, whose agent has a stream for asyncio only."""
    messages = [{'role': 'system', 'content': INSTRUCTION}, {'role': 'user', 'content': question.text}]
    return reports.client.chat.completions.create_partial(model='stub', messages=messages, response_model=Report)


class Contender:
    def __init__(self, name, base_url, expected_file):
        self.call, output_type = {'http-python': typed_call, 'stream-python': partial_stream}[name](base_url)
        self.expected = output_type.model_validate_json(pathlib.Path(expected_file).read_text(encoding='utf-8'))

    def checked_call(self):
        found = self.call()
        # The class of a partial value is derived from the output's class.
        if found.model_dump() != self.expected.model_dump():
            sys.exit(f'expected {self.expected}, found {found}')

    def calls_for(self, millis):
        """Calls for a duration, at least once, and returns the seconds of each call."""
        times = []
        end = time.perf_counter() + millis / 1000
        while not times or time.perf_counter() < end:
            start = time.perf_counter()
            self.call()
            times.append(time.perf_counter() - start)
        return times


def serve(contender):
    contender.checked_call()
    print('ready', file=RESULTS)
    for line in sys.stdin:
        command, *durations = line.split()
        millis = int(durations[0])
        cpu = time.process_time()
        times = contender.calls_for(millis)
        result = {
            'warm': len(times),
            'time': statistics.median(times) * 1e9,
            'cpu': (time.process_time() - cpu) / len(times) * 1e9,
        }
        if command not in result:
            sys.exit(f'command: expected warm, time or cpu, found {command}')
        print(result[command], file=RESULTS)
        contender.checked_call()


def first_calls(calls, contender):
    for i in range(1, calls + 1):
        contender.checked_call()
        if i in (1, calls):
            print(int(time.process_time() * 1e9), file=RESULTS)


if __name__ == '__main__':
    if sys.argv[1] == 'FirstCallsMain':
        first_calls(int(sys.argv[2]), Contender(*sys.argv[3:]))
    else:
        serve(Contender(*sys.argv[2:]))
